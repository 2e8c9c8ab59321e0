#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <zlib.h>

#include "core/capture/byte_input.h"

namespace hark::capture {

/// Inflates a gzip file of one or several members (RFC 1952 section 2.2). What could be inflated
/// before a damaged place is handed out first.
class GzipInput final : public ByteInput {
public:
    explicit GzipInput(std::unique_ptr<ByteInput> compressed);
    ~GzipInput() override;
    GzipInput(const GzipInput&) = delete;
    GzipInput& operator=(const GzipInput&) = delete;

    std::size_t read(std::span<std::byte> room) override;
    [[nodiscard]] const std::string& error() const override { return error_; }
    [[nodiscard]] std::uint64_t bytesRead() const override { return compressed_->bytesRead(); }
    [[nodiscard]] std::optional<std::uint64_t> bytesTotal() const override {
        return compressed_->bytesTotal();
    }

    [[nodiscard]] std::string digest() const override { return compressed_->digest(); }
    void whenIdle(std::function<bool()> idle) override { compressed_->whenIdle(std::move(idle)); }

    /// RFC 1952 section 2.3.1.
    static bool recognises(base::Bytes beginning);

private:
    bool refill();
    bool nextMember();
    void fail(int code);

    std::unique_ptr<ByteInput> compressed_;
    std::vector<std::byte> input_;
    z_stream stream_{};
    bool hasEnded_ = false;
    bool isBetweenMembers_ = false;
    std::string error_;
};

}  // namespace hark::capture
