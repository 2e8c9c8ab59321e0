// What an earlier import found, to go on with.

#include <string>
#include <utility>

#include <absl/container/flat_hash_map.h>

#include "core/session/linker.h"

namespace hark::session {

void Linker::resume(const Earlier& earlier) {
    narrator_.startAfter(earlier.last);
    visitors_.startAfter(earlier.last.visitor);
    absl::flat_hash_map<std::uint64_t, SessionIndex> bySession;
    for (const SessionRow& row : earlier.sessions) {
        SessionState state;
        state.row = row;
        state.isEnded = row.end != EndReason::None;
        state.maybeSignedIn = row.isAdopted && !row.isSignedIn && !state.isEnded;
        state.endedAt = state.lastEnded = row.lastSeen;
        state.isDirty = false;
        state.lastPresented = row.lastSeen;
        state.connectionsBefore = row.figures.connections;
        state.wasKnown = true;
        for (auto carrier = Carrier::Cookie; carrier <= Carrier::Digest;
             carrier = static_cast<Carrier>(static_cast<unsigned>(carrier) + 1)) {
            if (row.carriedBy.find(toString(carrier)) != std::string::npos) {
                state.carriers |= 1U << static_cast<unsigned>(carrier);
            }
        }
        for (const ClientRow& client : row.clients) {
            state.newestClient = books_.clients.add(client.address + "\n" + client.userAgent);
            state.clients.push_back(state.newestClient);
        }
        if (row.isSignedIn) state.signedClients = state.clients;
        bySession[row.id.value] = registry_.add(std::move(state));
    }
    for (const CredentialRow& row : earlier.credentials) {
        const auto session = bySession.find(row.session.value);
        if (session == bySession.end() || row.name >= books_.names.size()) continue;
        Credential one;
        one.row = row;
        one.name = static_cast<std::uint32_t>(row.name);
        one.value = books_.values.keyOf(row.value);
        one.row.value.clear();
        one.session = session->second;
        const NameAccount& account = books_.names[one.name];
        one.scope = account.domain != 0 ? account.domain : account.service;
        one.what = (*verdicts_)[one.name].what;
        one.state = row.isLive                               ? Credential::State::Live
                    : registry_.session(one.session).isEnded ? Credential::State::Dead
                                                             : Credential::State::Replaced;
        one.until = row.lastSeen;
        one.isDirty = false;
        one.isValueTold = true;
        registry_.add(std::move(one));
    }
}

}  // namespace hark::session
