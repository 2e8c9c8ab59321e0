#include "core/session/use_writer.h"

#include "core/content/forms.h"
#include "core/content/signed_value.h"
#include "core/content/token_shape.h"
#include "core/http/target_parts.h"
#include "core/session/known_names.h"

namespace hark::session {

void UseWriter::add(Facts& facts, Carrier carrier, Act act, std::string_view name,
                    std::string_view value) {
    if (facts.uses.size() >= limits_.usesOfMessage || value.size() > limits_.valueBytes) {
        ++facts.rare.edit().usesPassedOver;
        return;
    }
    Use use;
    use.name = books_.names.add(facts.service, carrier, name);
    if (use.name == 0) return;
    use.carrier = carrier;
    use.act = act;
    use.looksLikeId = content::looksLikeIdentifier(value);
    use.isClientState = use.looksLikeId &&
                        content::looksLikeSignedValue(value) == content::SignedValue::ClientState;
    use.value = books_.values.add(value);
    facts.uses.add(use);
}

void UseWriter::addIfCredential(Facts& facts, Carrier carrier, Act act, std::string_view name,
                                std::string_view value) {
    if (value.empty()) return;
    const auto known = classOf(name);
    const bool isNamed = known && *known != CredentialClass::Preference;
    if (isNamed || content::looksLikeIdentifier(value)) add(facts, carrier, act, name, value);
}

std::optional<CredentialClass> UseWriter::classOf(std::string_view name) {
    constexpr std::size_t kRemembered = 4096;
    if (name.size() > limits_.nameBytes) return std::nullopt;
    if (const auto found = known_.find(name); found != known_.end()) return found->second;
    if (known_.size() >= kRemembered) known_.clear();
    return known_.emplace(name, knownClass(name)).first->second;
}

void UseWriter::addParameters(Facts& facts, Act act, std::string_view target) {
    addPathParameters(facts, act, target);
    addQuery(facts, act, http::queryOf(target));
}

void UseWriter::addPathParameters(Facts& facts, Act act, std::string_view target) {
    http::forEachPathParameter(target, [&](std::string_view name, std::string_view value) {
        addIfCredential(facts, Carrier::PathParameter, act, name, value);
    });
}

void UseWriter::addQuery(Facts& facts, Act act, std::string_view query) {
    content::forEachParameter(query, [&](std::string_view name, std::string_view value) {
        addIfCredential(facts, Carrier::QueryParameter, act, name, value);
    });
}

}  // namespace hark::session
