#pragma once

#include <string>

#include "core/session/event.h"
#include "core/store/database.h"
#include "core/store/insert.h"

namespace hark::store {

/// Rows of user sessions, and of what belongs to them; one that is stored again replaces the row
/// with its id.
class SessionTables {
public:
    /// `replaces`: which exchange belongs where may be told again.
    SessionTables(Database& database, bool replaces);

    /// Drops the rows that are void.
    void store(const session::Reconsidered& reconsidered);
    void store(const session::EvidenceRow& row);
    /// One comes for nearly each exchange. Where there is no session any more, the row stays until
    /// finish(), lest each such row part others from their batch.
    void store(const session::MemberRow& row) {
        hasLeft_ |= !row.session.isSet();
        members_.number(row.exchange.value).reference(row.session.value);
        members_.reference(row.evidence).run();
    }
    void store(const session::SessionRow& row);
    void store(const session::CredentialRow& row);
    void store(const session::NameRow& row);
    void store(const session::LifeEventRow& row);
    void store(const session::StateRow& row);

    /// At the end of the case, once everything is flushed: drops what later rows have left over.
    void finish();

private:
    Database& database_;
    Insert sessions_;
    Insert clients_;
    Insert names_;
    Insert credentials_;
    Insert values_;
    Insert events_;
    Insert states_;
    Insert evidence_;
    Insert members_;
    std::string json_;
    bool hasLeft_ = false;  // some exchanges belong to no session any more
};

}  // namespace hark::store
