#pragma once

#include <Qt>

namespace hark::gui {

/// Roles of entries, which stand in one cell with two lines, and of what can be taken from cells.
/// Text from traffic is made fit to be shown.
enum EntryRole : int {
    HueRole = Qt::UserRole + 64,  ///< qulonglong: a session, for its colour
    BesideRole,                   ///< QString: behind the title, quieter
    AsideRole,                    ///< QString: at the right of the first line
    SecondLineRole,               ///< QString
    LifeLineRole,                 ///< LifeLine, in place of a second line
    IsLocatedRole,                ///< bool: belongs to what is selected elsewhere
    CopyRole,                     ///< QString: a value that can be taken along whole
    FiltersRole,                  ///< QStringList: filters that mean what the cell says
};

}  // namespace hark::gui
