#pragma once

#include <QPainter>
#include <QPalette>
#include <QRect>

#include "gui/models/timeline.h"
#include "gui/models/timeline_marks.h"
#include "gui/views/timeline_frame.h"

namespace hark::gui {

/// Draws the redirects that lead from or to rows that are shown: from the response's end to the
/// request that followed. Where the redirect itself is too narrow to be seen, only if it or its
/// follower is selected.
void paintArrows(QPainter& painter, const Timeline& timeline, const TimelineFrame& frame,
                 const QPalette& palette, const RowRange& rows, const QRect& where);

}  // namespace hark::gui
