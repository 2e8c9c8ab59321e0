#include "gui/app/settings.h"

#include <QDir>

namespace hark::gui {

Settings::Settings()
    : store_(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("hark"),
             QStringLiteral("hark-gui")) {}

QByteArray Settings::state(const QString& name) const {
    return store_.value(QStringLiteral("state/") + name).toByteArray();
}

void Settings::setState(const QString& name, const QByteArray& state) {
    store_.setValue(QStringLiteral("state/") + name, state);
}

QString Settings::directory() const {
    return store_.value(QStringLiteral("directory"), QDir::homePath()).toString();
}

void Settings::setDirectory(const QString& directory) {
    store_.setValue(QStringLiteral("directory"), directory);
}

FilterMemory Settings::filters() const {
    FilterMemory filters;
    filters.recent = store_.value(QStringLiteral("filters/recent")).toStringList();
    filters.saved = store_.value(QStringLiteral("filters/saved")).toStringList();
    return filters;
}

void Settings::setFilters(const FilterMemory& filters) {
    store_.setValue(QStringLiteral("filters/recent"), filters.recent);
    store_.setValue(QStringLiteral("filters/saved"), filters.saved);
}

}  // namespace hark::gui
