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

}  // namespace hark::gui
