#include "core/content/json_outline.h"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/content/limits.h"

namespace hark::content {

namespace {

using Json = nlohmann::json;

/// What nlohmann's parser calls; false from any of these ends it. Nothing is thrown.
class Builder {
public:
    Builder(JsonOutline& outline, std::size_t size) : outline_(outline), size_(size) {}

    // NOLINTBEGIN(readability-identifier-naming): nlohmann's names.
    bool null() { return scalar(JsonType::Null, "null"); }
    bool boolean(bool value) { return scalar(JsonType::Boolean, value ? "true" : "false"); }
    bool number_integer(std::int64_t value) {
        return scalar(JsonType::Number, value == 0 ? "-0" : std::to_string(value));
    }
    bool number_unsigned(std::uint64_t value) {
        return scalar(JsonType::Number, std::to_string(value));
    }
    bool number_float(double /*value*/, std::string text) {
        std::replace(text.begin(), text.end(), ',', '.');  // it comes as the locale writes it
        return scalar(JsonType::Number, std::move(text));
    }
    bool string(std::string& value) { return scalar(JsonType::String, std::move(value)); }
    static bool binary(const Json::binary_t& /*value*/) { return false; }  // not in JSON texts
    bool start_object(std::size_t /*size*/) { return enter(JsonKind::Object); }
    bool start_array(std::size_t /*size*/) { return enter(JsonKind::Array); }
    bool key(std::string& name) {
        key_ = std::move(name);
        return true;
    }
    bool end_object() { return leave(); }
    bool end_array() { return leave(); }
    bool parse_error(std::size_t position, const std::string& /*token*/,
                     const Json::exception& /*error*/) {
        // The end counts as read.
        outline_.end = position > size_ ? JsonEnd::Cut : JsonEnd::Malformed;
        return false;
    }
    // NOLINTEND(readability-identifier-naming)

private:
    bool limit() {
        outline_.end = JsonEnd::Limit;
        return false;
    }
    bool add(JsonNode node) {
        if (outline_.nodes.size() >= kMaximumJsonValues) return limit();
        const auto own = static_cast<std::uint32_t>(outline_.nodes.size());
        if (!open_.empty()) {
            node.parent = open_.back();
            auto& siblings = outline_.nodes[node.parent].children;
            node.row = static_cast<std::uint32_t>(siblings.size());
            siblings.push_back(own);
        }
        node.key = std::exchange(key_, {});
        outline_.nodes.push_back(std::move(node));
        return true;
    }
    bool scalar(JsonType type, std::string text) {
        JsonNode node;
        node.type = type;
        node.text = std::move(text);
        return add(std::move(node));
    }
    bool enter(JsonKind kind) {
        if (open_.size() >= kMaximumJsonDepth) return limit();
        JsonNode node;
        node.kind = kind;
        if (!add(std::move(node))) return false;
        open_.push_back(static_cast<std::uint32_t>(outline_.nodes.size() - 1));
        return true;
    }
    bool leave() {
        open_.pop_back();
        return true;
    }

    JsonOutline& outline_;
    std::size_t size_;
    std::string key_;
    std::vector<std::uint32_t> open_;
};

}  // namespace

JsonOutline outlineJson(std::string_view text) {
    text = withoutJsonPrefix(text);
    JsonOutline outline;
    Builder builder(outline, text.size());
    static_cast<void>(Json::sax_parse(text, &builder));
    return outline;
}

}  // namespace hark::content
