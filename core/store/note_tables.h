#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/bytes.h"
#include "core/store/insert.h"

namespace hark::store {

/// What captures carry besides packets: comments and secrets.
class NoteTables {
public:
    explicit NoteTables(Database& database)
        : comments_(database, "capture_comment", "capture, packet, text"),
          secrets_(database, "secret", "capture, kind, bytes") {}

    /// `packet` 0: about the capture as a whole.
    void storeComment(std::uint32_t capture, std::uint64_t packet, std::string_view text) {
        comments_.number(std::uint64_t{capture}).reference(packet).text(text).run();
    }
    void storeSecret(std::uint32_t capture, std::string_view kind, base::Bytes bytes) {
        secrets_.number(std::uint64_t{capture}).text(kind).blob(bytes).run();
    }

private:
    Insert comments_;
    Insert secrets_;
};

}  // namespace hark::store
