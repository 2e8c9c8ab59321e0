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
    explicit SessionTables(Database& database);

    /// Drops the rows that are void.
    void store(const session::Reconsidered& reconsidered);
    void store(const session::EvidenceRow& row);
    void store(const session::MembersRow& row);
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
};

}  // namespace hark::store
