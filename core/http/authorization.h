#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hark::http {

/// A parameter of a scheme, its quotes and escapes undone.
struct AuthParameter {
    std::string name;  ///< lower case; with the asterisk of RFC 8187: "username*"
    std::string value;
    friend bool operator==(const AuthParameter&, const AuthParameter&) = default;
};

/// A challenge, or credentials: they are written alike (RFC 9110 sections 11.3 and 11.4).
struct Authentication {
    std::string scheme;      ///< lower case: "basic", "bearer"; empty where only a token was sent
    std::string_view token;  ///< token68, or what else is no list of parameters; into the field
    std::vector<AuthParameter> parameters;
    /// The first parameter of that name (lower case); null where there is none.
    [[nodiscard]] const std::string* parameter(std::string_view name) const;
    friend bool operator==(const Authentication&, const Authentication&) = default;
};

/// More are passed over: Digest, which has most, has ten.
inline constexpr std::size_t kMaximumAuthParameters = 32;
/// More are passed over: servers offer up to five schemes.
inline constexpr std::size_t kMaximumChallenges = 16;

/// Reads Authorization or Proxy-Authorization. One word alone is a token without scheme, as some
/// interfaces want it; nothing where the field is empty. The token lives as long as the field.
[[nodiscard]] std::optional<Authentication> parseCredentials(std::string_view field);

/// Reads WWW-Authenticate or Proxy-Authenticate, also several in one field (RFC 9110 section 11.6).
/// Stops at the first that is malformed.
[[nodiscard]] std::vector<Authentication> parseChallenges(std::string_view field);

/// User and password of Basic (RFC 7617).
struct BasicCredentials {
    std::string user;
    std::string password;
    friend bool operator==(const BasicCredentials&, const BasicCredentials&) = default;
};
/// Nothing where the scheme is another, the token is not base64, or has no colon in it.
[[nodiscard]] std::optional<BasicCredentials> basicCredentials(const Authentication& credentials);

/// What RFC 7616 section 3.4 has in Digest credentials. Empty where it isn't there.
struct DigestCredentials {
    std::string username;   ///< also from username* (section 3.4), in UTF-8
    bool userHash = false;  ///< the user name is a digest itself
    std::string realm;
    std::string nonce;
    std::string uri;
    std::string opaque;
    std::string clientNonce;
    std::string nonceCount;
    std::string response;
    std::string algorithm;
};
/// Nothing where the scheme is another or names no user.
[[nodiscard]] std::optional<DigestCredentials> digestCredentials(const Authentication& credentials);

/// A bearer token (RFC 6750 section 2.1), also where it isn't token68; empty where there is none.
[[nodiscard]] std::string_view bearerToken(const Authentication& credentials);

}  // namespace hark::http
