#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/anomaly.h"
#include "core/stream/event.h"

namespace hark::http1 {

/// Bytes of a message, or between two of them, that are not in the capture, by the reason why.
class MissingBytes {
public:
    /// `length` bytes of the gap.
    void add(std::uint64_t length, const stream::Gap& gap);
    void clear() {
        if (!isEmpty_) *this = {};
    }
    [[nodiscard]] bool isEmpty() const { return isEmpty_; }

    /// What an exchange says of it: an anomaly for each reason, with the first packet that shows
    /// that there were bytes. `direction` is that of the message; `messages`: how many share them.
    [[nodiscard]] std::vector<base::Anomaly> anomalies(stream::Direction direction,
                                                       std::size_t messages = 1) const;

private:
    struct Sum {
        std::uint64_t bytes = 0;
        std::uint64_t places = 0;
        base::PacketRef first;
        base::PacketRef last;
        std::uint64_t offset = 0;
    };
    std::array<Sum, 3> byReason_{};  // by stream::GapReason
    bool isEmpty_ = true;            // as nearly always
};

}  // namespace hark::http1
