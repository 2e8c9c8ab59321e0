#pragma once

#include <optional>
#include <string_view>
#include <utility>

#include "core/session/classification.h"
#include "core/session/credential.h"
#include "core/session/name_book.h"

namespace hark::session {

/// One name's evidence, judged by itself; what it is beside its neighbours is for classify() to
/// say. Borrows the account.
class Candidate {
public:
    Candidate(const NameAccount& account, const Overrides& overrides);

    [[nodiscard]] const NameAccount& account() const { return account_; }
    [[nodiscard]] const Verdict& verdict() const { return verdict_; }
    /// Whether the user says what it is.
    [[nodiscard]] bool isFixed() const { return isFixed_; }
    [[nodiscard]] bool isKnown() const { return known_.has_value(); }
    /// Whether its name, or an earlier import, says that it is a session identifier.
    [[nodiscard]] bool isNamedSession() const {
        return known_ == CredentialClass::Session ||
               (account_.before && account_.before->what == CredentialClass::Session);
    }
    /// Can be the service's session identifier; the more, the likelier.
    [[nodiscard]] int weight() const { return weight_; }

    /// `reason` in words; what was counted is added.
    void decide(CredentialClass what, std::string_view reason);
    /// What an earlier import decided holds.
    void keepBefore() { verdict_ = *account_.before; }
    /// The verdict; the candidate has none afterwards.
    [[nodiscard]] Verdict take() { return std::move(verdict_); }

private:
    void judge();
    void judgeCookie();
    void judgeParameter();
    void weigh();

    const NameAccount& account_;
    std::optional<CredentialClass> known_;
    Verdict verdict_;
    bool isFixed_ = false;
    int weight_ = 0;
};

}  // namespace hark::session
