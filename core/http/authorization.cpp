#include "core/http/authorization.h"

#include <algorithm>
#include <utility>

#include "core/base/base64.h"
#include "core/base/percent.h"
#include "core/base/text.h"
#include "core/http/field_reader.h"

namespace hark::http {

namespace {

// token68 = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="
std::size_t lengthOfToken68(std::string_view text) {
    constexpr std::string_view kMarks = "-._~+/";
    std::size_t length = 0;
    while (length < text.size()) {
        const char c = text[length];
        const bool fits = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                          (c >= 'A' && c <= 'Z') || kMarks.find(c) != std::string_view::npos;
        if (!fits) break;
        ++length;
    }
    if (length == 0) return 0;
    while (length < text.size() && text[length] == '=')
        ++length;
    return length;
}

// Whether a token68 is next, and nothing else up to the end of the list's element.
bool isToken68Next(const FieldReader& reader) {
    FieldReader rest(reader);
    if (rest.take(lengthOfToken68(rest.rest())).empty()) return false;
    rest.skipBlanks();
    return rest.atEnd() || rest.rest().front() == ',';
}

// token BWS "=" BWS ( token / quoted-string ); values without quotes go up to the comma, as some
// have characters that no token has.
std::optional<AuthParameter> readParameter(FieldReader& reader) {
    AuthParameter made;
    made.name = base::toLower(reader.token());
    reader.skipBlanks();
    if (made.name.empty() || !reader.take('=')) return std::nullopt;
    reader.skipBlanks();
    if (reader.rest().starts_with('"')) {
        auto quoted = reader.quotedString();
        if (!quoted) return std::nullopt;
        made.value = std::move(*quoted);
    } else {
        made.value = base::trimmed(reader.take(reader.rest().find(',')));
    }
    reader.skipBlanks();
    if (!reader.atEnd() && reader.rest().front() != ',') return std::nullopt;
    return made;
}

// Whether "name =" is next, and not the scheme of another challenge.
bool isParameterNext(const FieldReader& reader) {
    FieldReader rest(reader);
    if (rest.token().empty()) return false;
    rest.skipBlanks();
    return rest.take('=');
}

// Reads up to what is no parameter. False where one is malformed.
bool readParameters(FieldReader& reader, std::vector<AuthParameter>& parameters) {
    reader.skipToElement();
    while (isParameterNext(reader)) {
        auto parameter = readParameter(reader);
        if (!parameter) return false;
        if (parameters.size() < kMaximumAuthParameters) parameters.push_back(std::move(*parameter));
        reader.skipToElement();
    }
    return true;
}

// ext-value = charset "'" [ language ] "'" value-chars (RFC 8187 section 3.2.1)
std::optional<std::string> readExtendedValue(std::string_view text) {
    const std::size_t first = text.find('\'');
    const std::size_t second = first == std::string_view::npos ? first : text.find('\'', first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    if (!base::equalsIgnoringCase(text.substr(0, first), "utf-8")) return std::nullopt;
    std::string room;
    return std::string(base::percentDecoded(text.substr(second + 1), room));
}

}  // namespace

const std::string* Authentication::parameter(std::string_view name) const {
    const auto found =
        std::find_if(parameters.begin(), parameters.end(),
                     [name](const AuthParameter& parameter) { return parameter.name == name; });
    return found == parameters.end() ? nullptr : &found->value;
}

std::optional<Authentication> parseCredentials(std::string_view field) {
    field = base::trimmed(field);
    if (field.empty()) return std::nullopt;
    Authentication made;
    FieldReader reader(field);
    const std::string_view scheme = reader.token();
    const bool hasScheme =
        !scheme.empty() && !reader.atEnd() && base::isBlank(reader.rest().front());
    if (!hasScheme) {
        made.token = field;
        return made;
    }
    made.scheme = base::toLower(scheme);
    reader.skipBlanks();
    const std::string_view rest = reader.rest();
    const bool isList = lengthOfToken68(rest) != rest.size() &&
                        readParameters(reader, made.parameters) && reader.atEnd() &&
                        !made.parameters.empty();
    if (!isList) {
        made.parameters.clear();
        made.token = rest;
    }
    return made;
}

std::vector<Authentication> parseChallenges(std::string_view field) {
    std::vector<Authentication> found;
    FieldReader reader(field);
    reader.skipToElement();
    while (!reader.atEnd() && found.size() < kMaximumChallenges) {
        Authentication made;
        made.scheme = base::toLower(reader.token());
        if (made.scheme.empty()) return found;
        if (!reader.atEnd() && !base::isBlank(reader.rest().front()) &&
            reader.rest().front() != ',')
            return found;
        reader.skipBlanks();
        bool wellFormed = true;
        if (isToken68Next(reader)) {
            made.token = reader.take(lengthOfToken68(reader.rest()));
            reader.skipToElement();
        } else {
            wellFormed = readParameters(reader, made.parameters);
        }
        found.push_back(std::move(made));
        if (!wellFormed) return found;
    }
    return found;
}

std::optional<BasicCredentials> basicCredentials(const Authentication& credentials) {
    if (credentials.scheme != "basic") return std::nullopt;
    const auto pair = base::fromBase64(credentials.token);
    const std::size_t colon = pair ? pair->find(':') : std::string::npos;
    if (colon == std::string::npos) return std::nullopt;
    return BasicCredentials{pair->substr(0, colon), pair->substr(colon + 1)};
}

std::optional<DigestCredentials> digestCredentials(const Authentication& credentials) {
    if (credentials.scheme != "digest") return std::nullopt;
    const auto valueOf = [&](std::string_view name) {
        const std::string* value = credentials.parameter(name);
        return value == nullptr ? std::string() : *value;
    };
    DigestCredentials made;
    made.username = valueOf("username");
    if (made.username.empty())
        made.username = readExtendedValue(valueOf("username*")).value_or(std::string());
    if (made.username.empty()) return std::nullopt;
    made.userHash = base::equalsIgnoringCase(valueOf("userhash"), "true");
    made.realm = valueOf("realm");
    made.nonce = valueOf("nonce");
    made.uri = valueOf("uri");
    made.opaque = valueOf("opaque");
    made.clientNonce = valueOf("cnonce");
    made.nonceCount = valueOf("nc");
    made.response = valueOf("response");
    made.algorithm = valueOf("algorithm");
    return made;
}

std::string_view bearerToken(const Authentication& credentials) {
    return credentials.scheme == "bearer" ? credentials.token : std::string_view{};
}

}  // namespace hark::http
