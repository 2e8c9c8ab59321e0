#include "core/query/body_search.h"

#include <algorithm>
#include <cstddef>

#include "core/base/text.h"
#include "core/content/coding_decoder.h"
#include "core/query/head_lines.h"

namespace hark::query {

namespace {

// Protects a search through thousands of contents from a few bombs.
constexpr std::uint64_t kDecodedBytes = std::uint64_t{64} << 20U;
// Codings that are told apart in what is remembered, and how much is: 16 MB.
constexpr std::uint64_t kCodings = 255;
constexpr std::size_t kRemembered = std::size_t{1} << 20U;

}  // namespace

BodySearch::BodySearch(sqlite3* database, std::string_view text)
    : reader_(database),
      head_(database, "SELECT bytes, lines FROM head WHERE id = ?"),
      text_(base::toLower(text)) {}

bool BodySearch::holds(std::uint64_t content, std::uint64_t head) {
    const std::string coding = codingOf(head);
    const auto [slot, isNew] = codings_.try_emplace(coding, codings_.size());
    if (isNew && slot->second >= kCodings) {
        codings_.erase(slot);
        return search(content, coding);
    }
    if (known_.size() >= kRemembered) known_.clear();
    const auto [found, isUnknown] = known_.try_emplace(content << 8U | slot->second, false);
    if (isUnknown) found->second = search(content, coding);
    return found->second;
}

// The combined value of the head's Content-Encoding field lines.
std::string BodySearch::codingOf(std::uint64_t head) {
    std::string coding;
    head_.reset();
    if (!head_.bind(head).step()) return coding;
    anyHeadLine(head_.text(0), head_.text(1), [&](std::string_view name, std::string_view value) {
        if (!base::equalsIgnoringCase(name, "content-encoding")) return false;
        if (!coding.empty()) coding += ", ";
        coding += value;
        return false;
    });
    return coding;
}

bool BodySearch::search(std::uint64_t content, std::string_view coding) {
    window_.clear();
    content::ContentDecoder decoder(coding, kDecodedBytes);
    bool found = false;
    reader_.open(content);
    for (auto piece = reader_.next(); piece && !found; piece = reader_.next()) {
        if (const auto* bytes = std::get_if<base::Bytes>(&*piece)) {
            const auto state = decoder.feed(
                *bytes, [&](base::Bytes decoded) { found = found || feed(base::asText(decoded)); });
            if (state != content::DecodeState::Running) break;
        } else {
            decoder.feedGap();
            window_.clear();
        }
    }
    return found;
}

bool BodySearch::feed(std::string_view bytes) {
    const std::size_t before = window_.size();
    window_.append(bytes);
    const auto fresh = window_.begin() + static_cast<std::ptrdiff_t>(before);
    std::transform(fresh, window_.end(), fresh, [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    if (window_.find(text_) != std::string::npos) return true;
    const std::size_t kept = std::min(window_.size(), text_.empty() ? 0 : text_.size() - 1);
    window_.erase(0, window_.size() - kept);
    return false;
}

}  // namespace hark::query
