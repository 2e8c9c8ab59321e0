#pragma once

#include <memory>

#include <zlib.h>

#include "core/capture/compressed_input.h"

namespace hark::capture {

/// Inflates a gzip file of one or several members (RFC 1952 section 2.2).
class GzipInput final : public CompressedInput {
public:
    explicit GzipInput(std::unique_ptr<ByteInput> compressed);
    ~GzipInput() override;
    GzipInput(const GzipInput&) = delete;
    GzipInput& operator=(const GzipInput&) = delete;

    /// RFC 1952 section 2.3.1.
    static bool recognises(base::Bytes beginning);

private:
    Step decompress(base::Bytes& from, std::span<std::byte>& to) override;
    Step beginMember(base::Bytes& from);

    z_stream stream_{};
    bool isBetweenMembers_ = false;
    bool sawPadding_ = false;
};

}  // namespace hark::capture
