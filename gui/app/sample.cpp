#include "gui/app/sample.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace hark::gui {

QString sampleToTry() {
    const QDir program(QCoreApplication::applicationDirPath());
    for (const auto* place :
         {"../share/hark/samples/shop.pcapng", "../../../samples/webshop/shop.pcapng"}) {
        const QFileInfo file(program.filePath(QString::fromLatin1(place)));
        if (file.exists()) return file.canonicalFilePath();
    }
    return {};
}

}  // namespace hark::gui
