#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"

namespace hark::content {

/// How far decoding has come.
enum class DecodeState : std::uint8_t {
    Running,      ///< more may come
    Damaged,      ///< the coded bytes are no such coding from here on; what came before is good
    TooLarge,     ///< the limit on decoded bytes was reached: a decompression bomb, or just large
    Unsupported,  ///< a coding of that name is not known
};

/// Takes decoded bytes, borrowed for the call.
using DecodedSink = std::function<void(base::Bytes)>;

/// Undoes one content coding (RFC 9110 section 8.4.1), piece by piece, in bounded memory.
class CodingDecoder {
public:
    virtual ~CodingDecoder() = default;
    /// Decodes some more. False where the bytes are damaged; nothing more may follow then.
    virtual bool feed(base::Bytes coded, const DecodedSink& sink) = 0;
    /// Whether the coded bytes may end here.
    [[nodiscard]] virtual bool isComplete() const = 0;
};

/// gzip, x-gzip, deflate (with or without zlib's header, as servers send both), br, zstd; null for
/// any other name. Names compare in any case. Not for "identity".
[[nodiscard]] std::unique_ptr<CodingDecoder> makeCodingDecoder(std::string_view coding);

/// Undoes all codings of a Content-Encoding, the last one applied first.
class ContentDecoder {
public:
    /// Decoded bytes for one content; protects whoever reads from bombs of a thousand to one.
    static constexpr std::uint64_t kDefaultLimit = std::uint64_t{1} << 30U;
    /// Codings in a row; nobody applies more than two.
    static constexpr std::size_t kMaximumCodings = 8;

    /// `contentEncoding`: the field's combined value, such as "gzip, br"; empty for none.
    explicit ContentDecoder(std::string_view contentEncoding, std::uint64_t limit = kDefaultLimit);

    /// Whether there is anything to undo.
    [[nodiscard]] bool isIdentity() const {
        return decoders_.empty() && state_ == DecodeState::Running;
    }
    DecodeState feed(base::Bytes coded, const DecodedSink& sink);
    /// Bytes are missing here; what follows can only be used where there is no coding.
    void feedGap();
    [[nodiscard]] DecodeState state() const { return state_; }
    /// Whether everything was decoded up to a proper end.
    [[nodiscard]] bool isComplete() const;
    [[nodiscard]] std::uint64_t decodedBytes() const { return decoded_; }

private:
    void feedFrom(std::size_t stage, base::Bytes bytes, const DecodedSink& sink);

    std::vector<std::unique_ptr<CodingDecoder>> decoders_;  // in the order of decoding
    std::uint64_t limit_;
    std::uint64_t decoded_ = 0;
    bool fed_ = false;
    DecodeState state_ = DecodeState::Running;
};

}  // namespace hark::content
