#include "core/query/pattern.h"

#include <algorithm>

#include "core/base/text.h"

namespace hark::query {

namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool isSame(char a, char b) {
    return lower(a) == b;
}

}  // namespace

Pattern Pattern::literal(std::string_view text) {
    Pattern pattern;
    pattern.pieces_.front() = base::toLower(text);
    return pattern;
}

Pattern Pattern::parse(std::string_view text) {
    Pattern pattern;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '*' || text[i + 1] == '\\')) {
            pattern.pieces_.back() += text[++i];
        } else if (text[i] == '*') {
            pattern.pieces_.emplace_back();
        } else {
            pattern.pieces_.back() += lower(text[i]);
        }
    }
    return pattern;
}

Pattern Pattern::beginningWith(std::string_view text) {
    Pattern pattern;
    pattern.pieces_ = {base::toLower(text), ""};
    return pattern;
}

Pattern Pattern::containing(std::string_view text) {
    Pattern pattern;
    pattern.pieces_ = {"", base::toLower(text), ""};
    return pattern;
}

bool Pattern::matchesAll() const {
    return hasWildcard() &&
           std::all_of(pieces_.begin(), pieces_.end(), [](const auto& p) { return p.empty(); });
}

bool Pattern::matches(std::string_view text) const {
    const std::string& first = pieces_.front();
    const std::string& last = pieces_.back();
    if (!hasWildcard()) {
        return text.size() == first.size() &&
               std::equal(text.begin(), text.end(), first.begin(), isSame);
    }
    if (text.size() < first.size() + last.size()) return false;
    if (!std::equal(first.begin(), first.end(), text.begin(),
                    [](char a, char b) { return isSame(b, a); })) {
        return false;
    }
    const std::string_view tail = text.substr(text.size() - last.size());
    if (!std::equal(tail.begin(), tail.end(), last.begin(), isSame)) return false;
    const char* at = text.data() + first.size();
    const char* const end = text.data() + (text.size() - last.size());
    for (std::size_t i = 1; i + 1 < pieces_.size(); ++i) {
        at = std::search(at, end, pieces_[i].begin(), pieces_[i].end(), isSame);
        if (at == end && !pieces_[i].empty()) return false;
        at += static_cast<std::ptrdiff_t>(pieces_[i].size());
    }
    return true;
}

std::string Pattern::source() const {
    std::string text;
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
        if (i > 0) text += '*';
        for (const char c : pieces_[i]) {
            if (c == '*' || c == '\\') text += '\\';
            text += c;
        }
    }
    return text;
}

std::string Pattern::like() const {
    std::string text;
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
        if (i > 0) text += '%';
        for (const char c : pieces_[i]) {
            if (c == '%' || c == '_' || c == '\\') text += '\\';
            text += c;
        }
    }
    return text;
}

}  // namespace hark::query
