#include "core/content/json_values.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/content/limits.h"

namespace hark::content {

namespace {

using Json = nlohmann::json;

/// Where the parser is: the keys of the objects and the arrays around it.
class Path {
public:
    [[nodiscard]] std::size_t depth() const { return levels_.size(); }
    [[nodiscard]] std::string_view text() const { return text_; }
    [[nodiscard]] std::string_view key() const {
        return std::string_view(text_).substr(keyBegin_, keyLength_);
    }

    void enterObject() { levels_.push_back({text_.size(), keyBegin_, keyLength_}); }
    void enterArray() {
        enterObject();
        append("[]");
    }
    /// A key of the innermost object, in place of the one before.
    void setKey(std::string_view key) {
        text_.resize(levels_.back().length);
        if (!text_.empty()) append(".");
        keyBegin_ = text_.size();
        append(key);
        keyLength_ = text_.size() - keyBegin_;
    }
    void leave() {
        const Level level = levels_.back();
        levels_.pop_back();
        text_.resize(level.length);
        keyBegin_ = level.keyBegin;
        keyLength_ = level.keyLength;
    }

private:
    struct Level {
        std::size_t length;  ///< of the path that leads there
        std::size_t keyBegin;
        std::size_t keyLength;
    };

    void append(std::string_view part) {
        text_.append(part.substr(0, kMaximumJsonPath - text_.size()));
    }

    std::string text_;  // at most kMaximumJsonPath
    std::size_t keyBegin_ = 0;
    std::size_t keyLength_ = 0;
    std::vector<Level> levels_;
};

/// What nlohmann's parser calls; false from any of these ends it. Nothing is thrown: errors come
/// through parse_error, whose argument is made but not thrown.
class Visitor {
public:
    Visitor(std::size_t size, absl::FunctionRef<void(const JsonValue&)> take)
        : size_(size), take_(take) {}

    /// To be called when the parser has ended.
    JsonEnd finish() {
        if (end_ == JsonEnd::Whole) giveNumber();
        return end_;
    }

    // NOLINTBEGIN(readability-identifier-naming): nlohmann's names.
    bool null() { return give(JsonType::Null, "null"); }
    bool boolean(bool value) { return give(JsonType::Boolean, value ? "true" : "false"); }
    bool number_integer(std::int64_t value) {  // below zero, or "-0"
        return keepNumber(value == 0 ? "-0" : std::to_string(value));
    }
    bool number_unsigned(std::uint64_t value) { return keepNumber(std::to_string(value)); }
    bool number_float(double /*value*/, std::string text) {
        // The parser writes it as the locale does.
        std::replace(text.begin(), text.end(), ',', '.');
        return keepNumber(std::move(text));
    }
    bool string(const std::string& value) { return give(JsonType::String, value); }
    static bool binary(const Json::binary_t& /*value*/) { return false; }  // not in JSON texts
    bool start_object(std::size_t /*size*/) {
        if (!mayEnter()) return false;
        path_.enterObject();
        return true;
    }
    bool start_array(std::size_t /*size*/) {
        if (!mayEnter()) return false;
        path_.enterArray();
        return true;
    }
    bool key(const std::string& name) {
        if (!giveNumber()) return false;
        path_.setKey(name);
        return true;
    }
    bool end_object() { return leave(); }
    bool end_array() { return leave(); }
    bool parse_error(std::size_t position, const std::string& token,
                     const Json::exception& /*error*/) {
        const bool cut = position > size_;  // the end counts as read
        // What was read last as written: a number that nothing follows may be cut.
        if (!cut || token != number_) giveNumber();
        if (end_ == JsonEnd::Whole) end_ = cut ? JsonEnd::Cut : JsonEnd::Malformed;
        return false;
    }
    // NOLINTEND(readability-identifier-naming)

private:
    bool mayEnter() {
        if (!giveNumber()) return false;
        if (path_.depth() < kMaximumJsonDepth) return true;
        end_ = JsonEnd::Limit;
        return false;
    }
    bool leave() {
        if (!giveNumber()) return false;
        path_.leave();
        return true;
    }
    bool give(JsonType type, std::string_view text) {
        if (!giveNumber()) return false;
        return giveNow(type, text);
    }
    bool giveNow(JsonType type, std::string_view text) {
        if (++values_ > kMaximumJsonValues) {
            end_ = JsonEnd::Limit;
            return false;
        }
        take_({path_.text(), path_.key(), type, text});
        return true;
    }
    /// A number may go on behind the place where the text is cut: it waits for what follows it.
    bool keepNumber(std::string text) {
        if (!giveNumber()) return false;
        number_ = std::move(text);
        return true;
    }
    bool giveNumber() {
        if (number_.empty()) return true;
        const std::string number = std::exchange(number_, {});
        return giveNow(JsonType::Number, number);
    }

    std::size_t size_;  // of the text
    absl::FunctionRef<void(const JsonValue&)> take_;
    Path path_;
    std::string number_;  // the one seen last, not given yet
    std::size_t values_ = 0;
    JsonEnd end_ = JsonEnd::Whole;
};

}  // namespace

std::string_view withoutJsonPrefix(std::string_view text) {
    constexpr std::string_view kMark = "\xef\xbb\xbf";
    constexpr std::string_view kGuard = ")]}'";
    if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
    if (!text.starts_with(kGuard)) return text;
    const std::size_t end = text.find('\n');
    return end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
}

JsonEnd forEachJsonValue(std::string_view text, absl::FunctionRef<void(const JsonValue&)> take) {
    text = withoutJsonPrefix(text);
    Visitor visitor(text.size(), take);
    static_cast<void>(Json::sax_parse(text, &visitor));
    return visitor.finish();
}

bool isJson(std::string_view text) {
    return Json::accept(withoutJsonPrefix(text));
}

}  // namespace hark::content
