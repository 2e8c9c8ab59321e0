#include "core/query/note_conditions.h"

#include <fmt/format.h>

namespace hark::query {

void NoteConditions::matchMark() {
    matchNotes([this] { add("mark"); });
}

void NoteConditions::matchNote(const Pattern& pattern) {
    matchNotes([&] { matchColumn("text", pattern); });
}

void NoteConditions::matchNotes(const std::function<void()>& matches) {
    const auto isAmong = [&](std::string_view id, std::string_view subject) {
        add(fmt::format("{} IN (SELECT id FROM note WHERE subject = '{}' AND ", id, subject));
        matches();
        add(")");
    };
    add("(");
    if (subject_ == Subject::Connections || subject_ == Subject::Sessions) {
        const bool isSession = subject_ == Subject::Sessions;
        isAmong(isSession ? "s.id" : "c.id", isSession ? "session" : "connection");
        add(" OR ");
    }
    openExchanges();
    isAmong("x.id", "exchange");
    closeExchanges();
    add(")");
}

}  // namespace hark::query
