#include "gui/app/screenshot.h"

#include <QCoreApplication>
#include <QPixmap>
#include <QTimer>

#include "gui/app/main_window.h"

namespace hark::gui {

namespace {

constexpr int kLookMilliseconds = 50;
constexpr int kCalmLooks = 6;  // pages and details follow the lists, each within a turn or two

}  // namespace

void takeScreenshot(MainWindow& window, const QString& path) {
    auto* timer = new QTimer(&window);
    QObject::connect(timer, &QTimer::timeout, &window, [&window, path, calm = 0]() mutable {
        calm = window.isSettled() ? calm + 1 : 0;
        if (calm < kCalmLooks) return;
        QCoreApplication::exit(window.grab().save(path) ? 0 : 1);
    });
    timer->start(kLookMilliseconds);
}

}  // namespace hark::gui
