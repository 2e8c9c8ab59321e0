#pragma once

#include <functional>

#include <QString>

#include "core/query/content_page.h"
#include "gui/work/case_thread.h"

namespace hark::gui {

/// Writes a content into a new file that its owner alone may read, in place of what was there;
/// piece by piece, so that other questions are answered meanwhile. Bytes that were not captured
/// become zeros. `done` gets an empty text, or what went wrong, after which there is no file.
void saveContent(CaseThread& cases, QObject* context, const query::ContentSource& source,
                 const QString& path, std::function<void(const QString& problem)> done);

}  // namespace hark::gui
