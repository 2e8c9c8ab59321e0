#include "core/content/json_web_token.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>

#include "core/base/base64.h"
#include "core/content/json_values.h"
#include "core/content/limits.h"

namespace hark::content {

namespace {

/// Audiences that are kept; issuers name one to three.
constexpr std::size_t kMaximumAudiences = 16;
constexpr std::size_t kPartsOfSigned = 3;     // RFC 7515 section 3.1
constexpr std::size_t kPartsOfEncrypted = 5;  // RFC 7516 section 3.1

/// The parts between dots; none where there are too many.
struct Parts {
    std::array<std::string_view, kPartsOfEncrypted> parts;
    std::size_t count = 0;
};

Parts split(std::string_view value) {
    Parts found;
    while (found.count < found.parts.size()) {
        const std::size_t dot = value.find('.');
        found.parts[found.count++] = value.substr(0, dot);
        if (dot == std::string_view::npos) return found;
        value.remove_prefix(dot + 1);
    }
    return {};
}

// RFC 7519 section 2, NumericDate: seconds, maybe with a fraction. Kept within what a Timestamp
// holds.
std::optional<base::Timestamp> readTime(const JsonValue& value) {
    double seconds = 0;
    const auto [end, error] =
        std::from_chars(value.text.data(), value.text.data() + value.text.size(), seconds);
    if (value.type != JsonType::Number || error != std::errc{}) return std::nullopt;
    constexpr double kMost = 9.2e9;  // just before the year 2262
    const auto nanoseconds = std::clamp(seconds, -kMost, kMost) * 1e9;
    return base::Timestamp(base::Duration(static_cast<std::int64_t>(nanoseconds)));
}

void takeHeader(JsonWebToken& token, const JsonValue& value) {
    if (value.path == "alg") token.algorithm = value.text;
    if (value.path == "typ") token.type = value.text;
    if (value.path == "kid") token.keyId = value.text;
}

/// Which of the claims that may name a user, from the best to the last resort.
constexpr std::array<std::string_view, 5> kUserClaims = {"preferred_username", "username", "email",
                                                         "name", "sub"};

/// Takes the claims of a payload, one by one.
class Claims {
public:
    explicit Claims(JsonWebToken& token) : token_(token) {}

    void take(const JsonValue& value) {
        const std::string_view name = value.path;
        if (name == "iss") token_.issuer = value.text;
        if (name == "sub") token_.subject = value.text;
        if (name == "jti") token_.tokenId = value.text;
        if (name == "exp") token_.expires = readTime(value);
        if (name == "nbf") token_.notBefore = readTime(value);
        if (name == "iat") token_.issuedAt = readTime(value);
        const bool isAudience = name == "aud" || name == "aud[]";
        if (isAudience && token_.audience.size() < kMaximumAudiences)
            token_.audience.emplace_back(value.text);
        const auto rank = static_cast<std::size_t>(
            std::find(kUserClaims.begin(), kUserClaims.end(), name) - kUserClaims.begin());
        if (rank < userRank_ && !value.text.empty() && value.type != JsonType::Null) {
            userRank_ = rank;
            token_.userName = value.text;
        }
    }

private:
    JsonWebToken& token_;
    std::size_t userRank_ = kUserClaims.size();
};

// A part that is base64url of a whole JSON object, whose values go to `take`.
bool readObject(std::string_view part, absl::FunctionRef<void(const JsonValue&)> take) {
    const auto json = base::fromBase64(part);
    return json && json->starts_with('{') && forEachJsonValue(*json, take) == JsonEnd::Whole;
}

}  // namespace

std::optional<JsonWebToken> parseJsonWebToken(std::string_view value) {
    constexpr std::string_view kBegin = "e";  // of base64 of "{", so that most values end here
    if (!value.starts_with(kBegin) || value.size() > kMaximumTokenOctets) return std::nullopt;
    const Parts found = split(value);
    if (found.count != kPartsOfSigned && found.count != kPartsOfEncrypted) return std::nullopt;
    JsonWebToken token;
    if (!readObject(found.parts[0], [&](const JsonValue& v) { takeHeader(token, v); }))
        return std::nullopt;
    if (token.algorithm.empty()) return std::nullopt;
    token.encrypted = found.count == kPartsOfEncrypted;
    const std::string_view last = found.parts[found.count - 1];
    if (!base::fromBase64(last)) return std::nullopt;
    token.hasSignature = !token.encrypted && !last.empty();
    if (token.encrypted) return token;
    Claims claims(token);
    if (!readObject(found.parts[1], [&](const JsonValue& v) { claims.take(v); }))
        return std::nullopt;
    return token;
}

}  // namespace hark::content
