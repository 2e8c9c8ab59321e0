#include "gui/views/pane_state.h"

#include <QDataStream>
#include <QHeaderView>
#include <QIODevice>
#include <QSplitter>

#include "gui/views/case_table.h"
#include "gui/views/story_tabs.h"

namespace hark::gui {

namespace {

constexpr quint8 kVersion = 1;
constexpr auto kFormat = QDataStream::Qt_6_4;

}  // namespace

QByteArray savePane(const QSplitter& splitter, const CaseTable& table, const StoryTabs& tabs) {
    QByteArray state;
    QDataStream out(&state, QIODevice::WriteOnly);
    out.setVersion(kFormat);
    out << kVersion << splitter.saveState() << table.horizontalHeader()->saveState()
        << qint32{tabs.current()};
    return state;
}

void restorePane(const QByteArray& state, QSplitter& splitter, CaseTable& table, StoryTabs& tabs) {
    QDataStream in(state);
    in.setVersion(kFormat);
    quint8 version = 0;
    QByteArray sizes;
    QByteArray header;
    qint32 tab = 0;
    in >> version >> sizes >> header >> tab;
    if (in.status() != QDataStream::Ok || version != kVersion) return;
    splitter.restoreState(sizes);
    table.restoreColumns(header);
    tabs.setCurrent(tab);
}

}  // namespace hark::gui
