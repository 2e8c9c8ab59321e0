#pragma once

#include <QByteArray>

class QSplitter;

namespace hark::gui {

class CaseTable;
class StoryTabs;

/// What a pane of a list above stories remembers from one start to the next.
[[nodiscard]] QByteArray savePane(const QSplitter& splitter, const CaseTable& table,
                                  const StoryTabs& tabs);
/// Leaves alone what the bytes don't say.
void restorePane(const QByteArray& state, QSplitter& splitter, CaseTable& table, StoryTabs& tabs);

}  // namespace hark::gui
