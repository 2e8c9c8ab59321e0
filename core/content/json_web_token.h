#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"

namespace hark::content {

/// What a JSON Web Token says of itself (RFC 7519); nothing is verified. Empty where it isn't
/// there.
struct JsonWebToken {
    std::string algorithm;              ///< alg: "none" has no signature
    std::string type;                   ///< typ
    std::string keyId;                  ///< kid
    std::string issuer;                 ///< iss
    std::string subject;                ///< sub
    std::vector<std::string> audience;  ///< aud
    std::string tokenId;                ///< jti
    std::string userName;  ///< preferred_username, username, email, name or sub, the first of them
    std::optional<base::Timestamp> expires;    ///< exp
    std::optional<base::Timestamp> notBefore;  ///< nbf
    std::optional<base::Timestamp> issuedAt;   ///< iat
    bool encrypted = false;  ///< five parts (RFC 7516): only the header can be read
    bool hasSignature = false;
};

/// Reads a token in compact serialization (RFC 7515 section 3.1), also one without signature.
/// Nothing where it is none: other parts than three or five, no base64url, no JSON objects, no
/// "alg", or longer than kMaximumTokenOctets.
[[nodiscard]] std::optional<JsonWebToken> parseJsonWebToken(std::string_view value);

}  // namespace hark::content
