#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <absl/container/flat_hash_set.h>

#include "core/session/classification.h"
#include "core/session/event.h"
#include "core/session/facts.h"
#include "core/session/judgement.h"
#include "core/session/limits.h"
#include "core/session/narrator.h"
#include "core/session/registry.h"
#include "core/session/use_writer.h"
#include "core/session/visitors.h"

namespace hark::session {

/// Links exchanges to sessions by the rules of the definition of a user session, under given
/// verdicts on names. Takes exchanges in the order of their responses' packet time; a copy goes on
/// by itself from where the original is.
class Linker {
public:
    Linker(const Limits& limits, const Books& books, Sink& sink);

    /// Goes on with what an earlier import found.
    void resume(const Earlier& earlier);
    /// The verdicts by which names are judged from here on; borrowed.
    void use(const std::vector<Verdict>& verdicts) { verdicts_ = &verdicts; }
    /// Values that requests present by HTTP authentication or in fields, whoever handed them out;
    /// borrowed.
    void usePresented(const absl::flat_hash_set<ValueKey>& presented) { presented_ = &presented; }

    void on(const Facts& facts);
    /// Brings near what on() needs for these facts.
    void prefetch(const Facts& facts) const;
    /// Nothing more comes: what waited for later exchanges is decided.
    void finish();
    /// Tells the members that are whole and the values that are new; these may be forgotten then.
    void tellSettled();
    /// Tells all rows that changed since.
    void tell();
    /// Where more credentials are followed than is allowed: tells everything and forgets the half
    /// that wasn't used for longest.
    void forget();
    /// Credentials that were forgotten so.
    [[nodiscard]] std::uint64_t forgotten() const { return forgotten_; }

    [[nodiscard]] const LastIds& last() const { return narrator_.last(); }
    [[nodiscard]] std::size_t sessions() const { return registry_.sessions(); }
    [[nodiscard]] Narrator& narrator() { return narrator_; }

private:
    /// What a request presents.
    struct Link {
        CredentialIndex credential = kNone;  ///< presented, and followed
        std::uint32_t name = 0;              ///< under which it is presented
        std::uint32_t adoptable = kNone;     ///< the use of a session's name, not followed yet
        Evidence evidence;
    };
    /// What a response does with credentials.
    struct Answer {
        std::vector<const Use*> fresh;  ///< issued, of a session's class, and followed nowhere yet
        std::vector<const Use*> deletions;
        bool renews = false;         ///< issues what the request presents
        bool mints = false;          ///< a session began, or its session got another value
        bool isRotation = false;     ///< by which it continues
        bool isClientState = false;  ///< of a rotation: the value changes whenever the state does
    };

    // Which values are followed.
    [[nodiscard]] bool links(const Use& use) const { return (*verdicts_)[use.name].links(); }
    [[nodiscard]] bool isIssued(const Facts& facts, const Use& use) const;
    [[nodiscard]] bool isAdoptable(const Facts& facts, const Use& use) const;
    [[nodiscard]] bool isOfSession(const Use& use) const;
    [[nodiscard]] bool isBeside(const Use& use, CredentialIndex presented) const;
    [[nodiscard]] bool isScheme(std::uint32_t name) const;
    [[nodiscard]] Credential* find(const Facts& facts, ValueKey value);
    [[nodiscard]] bool isUsable(const Credential& credential, const Facts& facts);
    [[nodiscard]] int rank(CredentialIndex index, const Facts& facts);
    void readRequest(const Facts& facts, Link& link);
    void choose(const Facts& facts, Link& link, CredentialIndex candidate, std::uint32_t name);
    CredentialIndex follow(const Facts& facts, const Use& use, SessionIndex session, bool isMinted);
    [[nodiscard]] static bool isPresented(const Facts& facts, ValueKey value);

    // The life of a session.
    SessionIndex begin(const Facts& facts, bool isAdopted);
    void replace(CredentialIndex old, base::Timestamp time);
    void end(SessionIndex session, EndReason reason, base::ExchangeId by, base::Timestamp time);
    void expire(SessionIndex session, const Facts& facts, CredentialIndex credential,
                std::string_view evidence);
    [[nodiscard]] static base::Duration rest(const Facts& facts, const SessionState& state);
    void accept(const Facts& facts, SessionIndex session);
    [[nodiscard]] bool remembersAnew(const Facts& facts) const;
    [[nodiscard]] bool offersLogout(const Facts& facts) const;
    [[nodiscard]] bool isRemembered(const Facts& facts) const;
    void reopen(SessionIndex session, CredentialIndex credential);
    void confirmExpiry(SessionIndex session);
    void decide(SessionIndex session);
    void event(SessionIndex session, LifeEventKind kind, const Facts& facts,
               CredentialIndex credential, std::string_view evidence);

    // What a response does; each returns the session to which the exchange belongs, or kNone.
    [[nodiscard]] bool isOrdinary(const Facts& facts, const Link& link);
    void takeOrdinary(const Facts& facts, const Link& link);
    void readResponse(const Facts& facts, Answer& answer);
    SessionIndex answerUnknown(const Facts& facts, Link& link, Answer& answer);
    SessionIndex answerEnded(const Facts& facts, Link& link, Answer& answer);
    SessionIndex answerLive(const Facts& facts, Link& link, Answer& answer);
    SessionIndex answerReplacement(const Facts& facts, Link& link, Answer& answer,
                                   SessionIndex session, bool isStale);
    SessionIndex mint(const Facts& facts, Link& link, Answer& answer);
    SessionIndex mintAfter(SessionIndex before, const Facts& facts, Link& link, Answer& answer);
    [[nodiscard]] bool hasIdentifierAlready(const Answer& answer, SessionIndex session);
    [[nodiscard]] bool hasReplacement(const Answer& answer, SessionIndex session,
                                      CredentialIndex presented);
    [[nodiscard]] CredentialIndex occupant(const Use& use, SessionIndex session,
                                           CredentialIndex presented);
    [[nodiscard]] bool takesPlace(const Use& use, SessionIndex session, CredentialIndex presented);
    CredentialIndex add(const Facts& facts, Link& link, const Use& use, SessionIndex session);
    void rotate(const Facts& facts, Link& link, Answer& answer, SessionIndex session);
    void takeDeletions(const Facts& facts, Link& link, const Answer& answer, SessionIndex session);
    void suspectExpiry(const Facts& facts, const Answer& answer, SessionIndex session,
                       CredentialIndex presented);
    void confirmExpiryAtLogin(const Facts& facts, SessionIndex session, const Answer& answer);

    // What an exchange adds to its session besides (linker_state.cpp).
    [[nodiscard]] bool isOtherClient(std::uint32_t one, std::uint32_t other) const;
    void takeLogin(const Facts& facts, SessionIndex session, const Answer& answer);
    void takeNextPage(const Facts& facts, SessionIndex session, const Answer& answer);
    void succeed(SessionIndex session, const PendingLogin& login, std::string_view evidence);
    void fail(SessionIndex session, const PendingLogin& login, std::string_view evidence);
    void takeClient(const Facts& facts, SessionIndex session, CredentialIndex credential);
    void takeVisitor(const Facts& facts, SessionIndex session);
    static void countNewestClient(SessionState& state);
    static void takeConnection(base::ConnectionId connection, SessionState& state);
    void takeFigures(const Facts& facts, SessionIndex session);
    void takeState(const Facts& facts, SessionIndex session);

    // What changed since it was told.
    void tellNewCredentials();
    void tellCredential(CredentialIndex index);
    void touch(SessionIndex session);
    void touchCredential(CredentialIndex credential);
    void touchUse(CredentialIndex credential, const Facts& facts);
    [[nodiscard]] std::string nameOf(CredentialIndex credential) const;

    const Limits* limits_;
    Books books_;
    const std::vector<Verdict>* verdicts_ = nullptr;
    const absl::flat_hash_set<ValueKey>* presented_ = nullptr;
    Registry registry_;
    absl::flat_hash_set<std::pair<ValueKey, std::uint64_t>> atHosts_;  // values, where followed
    Visitors visitors_;
    Narrator narrator_;
    std::uint64_t forgotten_ = 0;
    std::vector<SessionIndex> dirtySessions_;
    std::vector<CredentialIndex> dirtyCredentials_;
    std::vector<CredentialIndex> newCredentials_;         // their values were not told
    absl::flat_hash_map<std::uint32_t, IdleTimes> idle_;  // by service
    absl::flat_hash_set<std::pair<std::uint32_t, std::uint64_t>> logoutPages_;  // service, path
    std::vector<SessionIndex> undecided_;  // may have a pending login or expiry
};

}  // namespace hark::session
