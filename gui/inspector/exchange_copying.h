#pragma once

#include <cstdint>

#include "gui/work/case_thread.h"

class QMenu;

namespace hark::gui {

/// As what an exchange is taken along.
enum class CopyForm : std::uint8_t {
    Url,
    Curl,  ///< a command line for bash, see report::curlCommand()
    Json,  ///< the object of `hark show --format ndjson`
};

/// Puts it on the clipboard as soon as it is read; nothing where there is none, such as a URL of a
/// response without request. Secrets are in it as they were sent.
void copyExchange(CaseThread& cases, QObject* context, std::uint64_t id, CopyForm form);

/// Actions for all forms, for the menu of whatever shows an exchange.
void addCopyActions(QMenu& menu, CaseThread& cases, QObject* context, std::uint64_t id);

}  // namespace hark::gui
