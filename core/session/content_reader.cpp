#include "core/session/content_reader.h"

#include <algorithm>
#include <variant>

#include "core/base/text.h"
#include "core/content/coding_decoder.h"
#include "core/content/forms.h"
#include "core/content/html_scan.h"
#include "core/content/json_values.h"
#include "core/content/json_web_token.h"
#include "core/content/media_type.h"
#include "core/content/token_shape.h"
#include "core/http/target_parts.h"
#include "core/session/known_names.h"
#include "core/session/words.h"

namespace hark::session {

namespace {

using content::MediaKind;

// Names of inputs for passwords that are remembered: some for each application.
constexpr std::size_t kPasswordInputs = 4096;
// What a note keeps of a field: enough to tell a product or a street by.
constexpr std::size_t kNoteBytes = 200;
constexpr std::size_t kNotes = 16;

// Pages have no say in what the forms of another service mean.
std::string inputKey(std::uint32_t service, std::string_view name) {
    return std::to_string(service) + '\n' + std::string(name);
}

bool offersLogout(std::string_view url) {
    return has(topicsOf(http::pathOf(url)), Topic::Logout) ||
           queryAsksToLogOut(http::queryOf(url)) ||
           has(topicsOf(url.substr(0, url.find_first_of("?#"))), Topic::Logout);
}

}  // namespace

/// What a request's fields say about logging in.
struct ContentReader::Login {
    unsigned passwords = 0;
    unsigned changed = 0;  ///< passwords that are set rather than presented
    std::string user;
    unsigned userRank = 0;  ///< how surely the field's name is that of a user
};

ContentReader::ContentReader(const Limits& limits, const Books& books)
    : limits_(limits), uses_(limits, books) {}

// Without content codings, up to the limit. Good until the next call.
std::string_view ContentReader::decoded(const http::Fields& fields, std::string_view bytes) {
    if (!fields.first("content-encoding")) return bytes;
    decoded_.clear();
    content::ContentDecoder decoder(fields.combined("content-encoding"), limits_.inspectedContent);
    decoder.feed(base::asBytes(bytes), [&](base::Bytes piece) {
        decoded_ += base::asText(piece).substr(
            0, limits_.inspectedContent - std::min(decoded_.size(), limits_.inspectedContent));
    });
    return decoded_;
}

void ContentReader::readRequest(const exchange::Exchange& exchange, std::string_view bytes,
                                Facts& facts) {
    const http::Fields& fields = exchange.requestHead->fields;
    const std::string_view type = fields.first("content-type").value_or(std::string_view());
    const std::string_view text = decoded(fields, bytes);
    Login login;
    switch (content::mediaKindOf(type)) {
        case MediaKind::UrlEncodedForm:
            content::forEachParameter(text, [&](std::string_view name, std::string_view value) {
                readField(name, value, false, login, facts);
            });
            break;
        case MediaKind::MultipartForm:
            content::forEachFormPart(
                text, content::mediaTypeParameter(type, "boundary").value_or(std::string()),
                [&](const content::FormPart& part) {
                    if (!part.fileName) readField(part.name, part.value, false, login, facts);
                });
            break;
        case MediaKind::Json:
            content::forEachJsonValue(text, [&](const content::JsonValue& value) {
                readField(value.key, value.text, true, login, facts);
            });
            break;
        case MediaKind::Html:
        case MediaKind::Other:
            return;
    }
    // A registration asks for the password twice, a change for the old one and the new.
    facts.signs.isLoginAttempt = login.passwords > 0 && login.changed < 2;
    if (facts.signs.isLoginAttempt && facts.rare->user.empty())
        facts.rare.edit().user = std::move(login.user);
}

void ContentReader::readField(std::string_view name, std::string_view value, bool isJson,
                              Login& login, Facts& facts) {
    if (namesPassword(name) || passwordInputs_.contains(inputKey(facts.service, name))) {
        ++login.passwords;
        if (namesChangedPassword(name)) ++login.changed;
        return;
    }
    if (name == "grant_type" ? value == "refresh_token"
                             : knownClass(name) == CredentialClass::Refresh) {
        facts.signs.refreshes = true;
    }
    uses_.addIfCredential(facts, isJson ? Carrier::JsonMember : Carrier::FormField, Act::Presents,
                          name, value);
    if (namesSecret(name) || content::looksLikeIdentifier(value)) return;
    const unsigned rank = value.empty() ? 0 : namesUser(name);
    if (rank > login.userRank) {
        login.user = value.substr(0, kNoteBytes);
        login.userRank = rank;
    }
    if (facts.rare->notes.size() < kNotes && !value.empty()) {
        facts.rare.edit().notes.push_back(
            {std::string(name.substr(0, kNoteBytes)), std::string(value.substr(0, kNoteBytes))});
    }
}

void ContentReader::readResponse(const exchange::Exchange& exchange, std::string_view bytes,
                                 Facts& facts) {
    const http::Fields& fields = exchange.responseHead->fields;
    const std::string_view type = fields.first("content-type").value_or(std::string_view());
    const MediaKind kind = content::mediaKindOf(type);
    if (kind == MediaKind::Html) readPage(decoded(fields, bytes), facts);
    if (kind == MediaKind::Json) readTokens(decoded(fields, bytes), facts);
}

void ContentReader::readPage(std::string_view page, Facts& facts) {
    facts.signs.isInspected = true;
    const std::size_t most = facts.uses.size() + limits_.issuedInContent;
    const auto mayIssue = [&] { return facts.uses.size() < most; };
    content::scanHtml(page, [&](const content::HtmlEvent& event) {
        if (const auto* link = std::get_if<content::HtmlLink>(&event)) {
            if (!facts.signs.hasLogoutLink && link->url.size() < 256 &&
                (link->element == "a" || link->element == "form")) {
                facts.signs.hasLogoutLink = offersLogout(link->url);
            }
            if (mayIssue()) uses_.addParameters(facts, Act::Issues, link->url);
        } else if (const auto* control = std::get_if<content::HtmlControl>(&event)) {
            if (base::equalsIgnoringCase(control->type, "password")) {
                facts.signs.hasPasswordInput = true;
                if (passwordInputs_.size() < kPasswordInputs) {
                    passwordInputs_.insert(inputKey(facts.service, control->name));
                }
            } else if (base::equalsIgnoringCase(control->type, "hidden") && mayIssue()) {
                uses_.addIfCredential(facts, Carrier::FormField, Act::Issues, control->name,
                                      control->value);
            }
        } else if (const auto* meta = std::get_if<content::HtmlMeta>(&event)) {
            if (mayIssue() && knownClass(meta->name)) {
                uses_.addIfCredential(facts, Carrier::FormField, Act::Issues, meta->name,
                                      meta->content);
            }
        }
    });
}

void ContentReader::readTokens(std::string_view json, Facts& facts) {
    facts.signs.isInspected = true;
    const std::size_t most = facts.uses.size() + limits_.issuedInContent;
    content::forEachJsonValue(json, [&](const content::JsonValue& value) {
        const bool isFalse = value.type == content::JsonType::Boolean && value.text == "false";
        if (isFalse && (value.path == "success" || value.path == "ok" ||
                        value.path == "authenticated" || value.path == "loggedIn")) {
            facts.signs.isRefused = true;
        }
        if (value.type != content::JsonType::String) return;
        if (value.path == "error" && !value.text.empty()) facts.signs.isRefused = true;
        if (facts.uses.size() >= most) return;
        uses_.addIfCredential(facts, Carrier::JsonMember, Act::Issues, value.key, value.text);
        const auto known = knownClass(value.key);
        if (facts.rare->user.empty() && known && *known == CredentialClass::Authentication) {
            if (const auto jwt = content::parseJsonWebToken(value.text))
                facts.rare.edit().user = jwt->userName;
        }
    });
}

}  // namespace hark::session
