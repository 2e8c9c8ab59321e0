#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/container/flat_hash_map.h>
#include <absl/container/flat_hash_set.h>

#include "core/base/ids.h"
#include "core/base/text_map.h"
#include "core/base/time.h"
#include "core/session/books.h"
#include "core/session/credential.h"
#include "core/session/facts.h"
#include "core/session/limits.h"

namespace hark::session {

/// What a name was taken for, and why.
struct Verdict {
    CredentialClass what = CredentialClass::Unknown;
    std::string reasons;  ///< in words, separated by "; ", the weightiest first

    [[nodiscard]] bool links() const {
        return what == CredentialClass::Session || what == CredentialClass::Authentication;
    }
};

/// What was seen of the values that a service's clients send under one name.
struct NameAccount {
    /// A value, and who holds it.
    struct Value {
        std::uint32_t client = 0;  ///< the first to present it
        std::uint64_t path = 0;    ///< with which it was presented first
        bool isShared = false;     ///< several clients presented it
        bool isCarried = false;    ///< presented with several paths
    };

    // What each exchange changes is together.
    std::uint64_t presented = 0;  ///< in this import
    std::optional<base::ExchangeId> firstPresented, lastPresented;

    std::uint32_t number = 0;  ///< by which the book knows it
    std::uint32_t service = 0;
    Carrier carrier = Carrier::Cookie;
    std::string name;

    absl::flat_hash_map<ValueKey, Value> values;  ///< up to Limits::valuesOfName
    std::uint64_t distinct = 0;        ///< values of this import; counted up to that limit
    std::uint64_t identifiers = 0;     ///< of these, that look like identifiers
    std::uint64_t shared = 0;          ///< of these, that several clients presented
    std::uint64_t carried = 0;         ///< of these, presented with several paths
    std::uint64_t distinctBefore = 0;  ///< values of imports before it

    std::uint64_t presentedBefore = 0;  ///< in imports before it
    std::uint64_t issuedFresh = 0;      ///< with a value that nobody had
    std::uint64_t issuedKnown = 0;      ///< with a value that another had before
    std::uint64_t renewed = 0;          ///< with the value of its request
    std::uint64_t replaced = 0;         ///< of issuedFresh: its request had another value
    std::uint64_t deleted = 0;
    std::uint64_t clientStates = 0;   ///< of those issued: the value carries state
    std::uint64_t issuedAtLogin = 0;  ///< of issuedFresh: in answer to a password
    std::uint64_t begun = 0;          ///< of issuedFresh, in this import: its request had none
    std::uint64_t begunAtLogin = 0;   ///< of begun: in answer to a password
    std::uint64_t keptAtLogin = 0;    ///< presented with a password, and neither set nor deleted
    std::uint64_t deletedAtLogout = 0;
    std::uint64_t keptAtLogout = 0;  ///< presented with a logout, and neither set nor deleted
    std::uint64_t echoed = 0;        ///< presented in a form or a field as well as in a cookie
    std::uint64_t longLived = 0;     ///< of those issued: for more than 60 days
    std::uint64_t persistent = 0;    ///< of those issued: beyond the browser session
    std::uint64_t httpOnly = 0;      ///< of those issued

    std::optional<base::ExchangeId> firstIssued, lastIssued;
    std::uint32_t domain = 0;  ///< of the last Domain attribute; a service's number
    std::string path;          ///< of the last Set-Cookie that wasn't a deletion, as the next two
    std::string setCookie;
    base::Timestamp setAt;

    absl::flat_hash_set<std::uint32_t> clients;  ///< that presented it, up to kClients
    /// Names of cookies that were there already, or were set as well, when it was begun at logins,
    /// and how often; up to kBeside.
    absl::flat_hash_map<std::uint32_t, std::uint64_t> beside;
    std::optional<Verdict> before;  ///< decided when the case was made that is continued

    static constexpr std::size_t kClients = 1024;  ///< more say no more about it
    static constexpr std::size_t kBeside = 64;     ///< more cookies than most sites have
    [[nodiscard]] std::uint64_t issued() const { return issuedFresh + issuedKnown + renewed; }
};

/// Accounts by service, carrier and name, of all exchanges so far.
class NameBook {
public:
    explicit NameBook(const Limits& limits) : limits_(limits), accounts_(1) {}

    /// The account's number, from 1; 0 where there is no room for more. Names of header fields are
    /// expected in lower case.
    std::uint32_t add(std::uint32_t service, Carrier carrier, std::string_view name);
    [[nodiscard]] NameAccount& operator[](std::uint32_t number) { return accounts_[number]; }
    [[nodiscard]] const NameAccount& operator[](std::uint32_t number) const {
        return accounts_[number];
    }
    /// With the 0th, which is none.
    [[nodiscard]] std::size_t size() const { return accounts_.size(); }

    /// What a case that is continued knows of a name. Its class stays as it was decided.
    void resume(const NameRow& row, TextBook& services, DomainBook& domains);
    /// As it is told.
    [[nodiscard]] NameRow row(std::uint32_t number, const TextBook& services,
                              const Verdict& verdict) const;

    /// Takes an exchange into account; once for each.
    void count(const Facts& facts);

    /// Names and values that found no room.
    [[nodiscard]] std::uint64_t refused() const { return refused_; }

private:
    static void countRepeated(const Facts& facts, NameAccount& account);
    void countPresented(const Facts& facts, const Use& use);
    void countIssued(const Facts& facts, const Use& use);
    void countKept(const Facts& facts, std::uint64_t NameAccount::*counter);
    NameAccount::Value* valueOf(NameAccount& account, const Use& use, bool& isNew);

    const Limits& limits_;
    std::vector<NameAccount> accounts_;
    /// By service and carrier, then by name.
    absl::flat_hash_map<std::uint64_t, base::TextMap<std::uint32_t>> numbers_;
    std::size_t values_ = 0;  // of all accounts
    std::uint64_t refused_ = 0;
};

}  // namespace hark::session
