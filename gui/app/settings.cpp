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

QStringList Settings::recent() const {
    return store_.value(QStringLiteral("recent")).toStringList();
}

void Settings::addRecent(const QString& path) {
    constexpr qsizetype kRecent = 12;
    QStringList paths = recent();
    paths.removeAll(path);
    paths.prepend(path);
    store_.setValue(QStringLiteral("recent"), paths.mid(0, kRecent));
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
