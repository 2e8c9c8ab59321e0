#include "core/query/content_page.h"

#include <algorithm>
#include <variant>

namespace hark::query {

namespace {

/// Takes a content in order from any byte on and keeps what lies in a window.
class Window {
public:
    Window(ContentPage& page, std::size_t size, std::uint64_t at)
        : page_(page), end_(page.offset + size), at_(at) {}

    void take(base::Bytes bytes) {
        const std::uint64_t begin = std::max(at_, page_.offset);
        const std::uint64_t end = std::min(at_ + bytes.size(), end_);
        if (begin < end) page_.bytes += base::asText(bytes).substr(begin - at_, end - begin);
        at_ += bytes.size();
    }
    void takeGap(std::uint64_t length) {
        const std::uint64_t begin = std::max(at_, page_.offset);
        const std::uint64_t end = std::min(at_ + length, end_);
        if (begin < end) {
            page_.bytes.append(end - begin, '\0');
            page_.missing.push_back({at_, length});
        }
        at_ += length;
    }
    [[nodiscard]] bool isFull() const { return at_ >= end_; }
    [[nodiscard]] std::uint64_t at() const { return at_; }

private:
    ContentPage& page_;
    std::uint64_t end_;
    std::uint64_t at_;
};

void readDecoded(ContentReader& reader, content::ContentDecoder& decoder, ContentPage& page,
                 std::size_t size) {
    Window window(page, size, 0);
    while (const auto piece = reader.next()) {
        if (const auto* bytes = std::get_if<base::Bytes>(&*piece)) {
            decoder.feed(*bytes, [&](base::Bytes decoded) { window.take(decoded); });
        } else {
            decoder.feedGap();
        }
        if (decoder.state() != content::DecodeState::Running) break;
    }
    page.length = window.at();
    page.state = decoder.state();
}

}  // namespace

ContentPage readContent(Case& from, const ContentSource& source, std::uint64_t offset,
                        std::size_t size) {
    ContentPage page;
    page.offset = offset;
    content::ContentDecoder decoder(source.coding, kMaximumDecoded);
    ContentReader reader = from.content(source.content);
    if (!decoder.isIdentity()) {
        readDecoded(reader, decoder, page, size);
    } else {
        reader.open(source.content, offset);
        page.length = reader.length();
        Window window(page, size, reader.position());
        while (!window.isFull()) {
            const auto piece = reader.next();
            if (!piece) break;
            if (const auto* bytes = std::get_if<base::Bytes>(&*piece)) {
                window.take(*bytes);
            } else {
                window.takeGap(std::get<ContentReader::Gap>(*piece).length);
            }
        }
    }
    page.hasFailed = reader.hasFailed();
    return page;
}

}  // namespace hark::query
