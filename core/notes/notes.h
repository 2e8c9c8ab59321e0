#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/notes/limits.h"

struct sqlite3;

namespace hark::notes {

/// What a mark or a note is about.
enum class Subject : std::uint8_t { Exchange, Connection, Session };

/// "exchange", "connection", "session".
[[nodiscard]] std::string_view toString(Subject subject);

/// What stands at a subject.
struct Note {
    bool isMarked = false;
    std::string text;  ///< UTF-8; empty where there is none

    friend bool operator==(const Note&, const Note&) = default;
};

/// What is to be different; absent members stay as they are.
struct Change {
    std::optional<bool> mark;
    std::optional<std::string> text;  ///< empty takes the note away
};

/// The analyst's marks and notes in a case; query::Case reads them. Writes the table `note` and
/// nothing else, and makes it with the first one.
///
/// One thread at a time; any number may have the same case open, also in one process. A change is
/// on the disk when the call returns, and other readers see it from then on. It waits at most
/// Limits::wait for whoever else is reading or writing: so a thread that holds a query::Snapshot of
/// the same case must end it first.
///
/// Ids of exchanges and connections never change. A session of a case that is still being watched
/// may be told anew until its import is done, and a note of it would then be another's.
class Notes {
public:
    /// Refuses in one line what is no case, and what can't be written.
    static base::Result<Notes> open(const std::string& path, Limits limits = {});

    /// What stands there afterwards. Nothing where the case has no such subject. Refuses a text
    /// that is too long or not UTF-8, and a case that is being replaced or continued, or has been
    /// since open(): what was written then would be lost.
    base::Result<std::optional<Note>> set(Subject subject, std::uint64_t id, const Change& change);
    /// Takes mark and note away.
    base::Result<std::optional<Note>> clear(Subject subject, std::uint64_t id);

    /// How many subjects are marked or noted in the case at `path`; 0 where it is no case or can't
    /// be read.
    [[nodiscard]] static std::uint64_t countAt(const std::string& path);

private:
    struct Closer {
        void operator()(sqlite3* database) const;
    };
    using Database = std::unique_ptr<sqlite3, Closer>;

    /// The file that a name led to, however it is called now.
    struct Identity {
        std::uint64_t device = 0;
        std::uint64_t file = 0;
        friend bool operator==(const Identity&, const Identity&) = default;
    };

    Notes(std::string path, std::string place, Identity identity, Database database, Limits limits);

    static std::optional<Identity> identityOf(const std::string& place);
    [[nodiscard]] base::Status checkText(std::string_view text) const;
    [[nodiscard]] base::Status checkPlace() const;
    base::Result<std::optional<Note>> change(Subject subject, std::uint64_t id,
                                             const Change& change);
    [[nodiscard]] base::Error failure() const;

    std::string path_;   ///< as it was given, for messages
    std::string place_;  ///< behind symbolic links
    Identity identity_;
    Database database_;
    Limits limits_;
};

}  // namespace hark::notes
