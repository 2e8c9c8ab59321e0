// What frames of the timeline cost in the GUI's thread, drawn offscreen into memory:
//
//     gui_frames CASE.hark...
//
// For each case the times of frames while zooming in and out at several places, while panning, and
// while moving the pointer; then a line with the worst. Exits with 1 where one took over 33 ms.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <functional>
#include <vector>

#include <QApplication>
#include <QImage>
#include <QMouseEvent>
#include <QScrollBar>
#include <QThread>
#include <fmt/format.h>

#include "gui/views/overview_strip.h"
#include "gui/views/timeline_view.h"
#include "gui/work/document.h"

namespace hark::gui {
namespace {

constexpr QSize kSize(1440, 860);
constexpr double kLongestFrame = 33;

class Frames {
public:
    void measure(const std::function<void()>& frame) {
        const auto begin = std::chrono::steady_clock::now();
        frame();
        const std::chrono::duration<double, std::milli> took =
            std::chrono::steady_clock::now() - begin;
        milliseconds_.push_back(took.count());
    }
    // Prints a line and returns the worst.
    double report(const char* what) {
        std::sort(milliseconds_.begin(), milliseconds_.end());
        const std::size_t count = milliseconds_.size();
        fmt::print("  {:<22} {:>7} {:>9.2f} {:>9.2f} {:>9.2f}\n", what, count,
                   milliseconds_[count / 2], milliseconds_[count * 99 / 100], milliseconds_.back());
        return milliseconds_.back();
    }

private:
    std::vector<double> milliseconds_;
};

// All of it, drawn into memory at once.
void show(QWidget& widget) {
    static QImage image(kSize, QImage::Format_RGB32);
    widget.render(&image);
}

double zooming(TimelineView& view) {
    Frames frames;
    for (const double place : {0.2, 0.5, 0.8}) {
        const double x = TimelineFrame::kGutter + place * view.frame().plot().width();
        view.fit();
        for (const double factor : {1.08, 1 / 1.08}) {
            for (int i = 0; i < 90; ++i) {
                frames.measure([&] {
                    view.zoom(factor, x);
                    show(*view.viewport());
                });
            }
        }
    }
    return frames.report("zooming");
}

double panning(TimelineView& view, double closeness, const char* what) {
    Frames frames;
    view.fit();
    view.zoom(closeness, view.width() / 2.0);
    QScrollBar& rows = *view.verticalScrollBar();
    rows.setValue(0);
    for (int i = 0; i < 240; ++i) {
        frames.measure([&] {
            view.pan(i < 120 ? -37 : 37);
            rows.setValue(rows.value() + (i % 2 == 0 ? 61 : 0));
            show(*view.viewport());
        });
    }
    return frames.report(what);
}

double hovering(TimelineView& view) {
    Frames frames;
    view.fit();
    view.zoom(50, view.width() / 2.0);
    for (int i = 0; i < 240; ++i) {
        const QPointF at(TimelineFrame::kGutter + i * 5, 40 + i * 3);
        frames.measure([&] {
            QMouseEvent event(QEvent::MouseMove, at, view.viewport()->mapToGlobal(at), Qt::NoButton,
                              Qt::NoButton, Qt::NoModifier);
            QApplication::sendEvent(view.viewport(), &event);
            QApplication::processEvents();
        });
    }
    return frames.report("moving the pointer");
}

void wait(const std::function<bool()>& until) {
    while (!until()) {
        QApplication::processEvents(QEventLoop::WaitForMoreEvents, 20);
    }
}

// The worst frame; below 0 where the case can't be read.
double run(const QString& path) {
    Document document;
    document.open(path);
    wait([&] {
        return document.state() == Document::State::Ready ||
               document.state() == Document::State::Failed;
    });
    if (document.state() == Document::State::Failed) {
        fmt::print(stderr, "{}\n", document.message().toStdString());
        return -1;
    }
    TimelineView view(document.cases());
    OverviewStrip strip(document.cases());
    view.resize(kSize);
    strip.resize(kSize.width(), 40);
    view.show();
    strip.show();
    view.setSummary(document.summary());
    QApplication::processEvents();

    const auto begin = std::chrono::steady_clock::now();
    view.refresh();
    strip.refresh();
    double worst = 0;
    Frames turns;
    while (view.isAsking() || strip.isAsking()) {
        turns.measure([] { QApplication::processEvents(); });
        QThread::msleep(1);
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    fmt::print("{} exchanges in {} rows, read and arranged in {:.2f} s\n",
               view.model().timeline().bars().size(), view.model().timeline().rows().size(),
               took.count());
    worst = std::max(worst, turns.report("turns while reading"));
    worst = std::max(worst, zooming(view));
    worst = std::max(worst, panning(view, 1, "panning over all"));
    worst = std::max(worst, panning(view, 30, "panning from near"));
    worst = std::max(worst, hovering(view));
    Frames strips;
    for (int i = 0; i < 120; ++i)
        strips.measure([&] { show(strip); });
    return std::max(worst, strips.report("the strip"));
}

}  // namespace
}  // namespace hark::gui

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication app(argc, argv);
    fmt::print("  {:<22} {:>7} {:>9} {:>9} {:>9}\n", "milliseconds", "frames", "median", "99 %",
               "worst");
    bool isFast = true;
    for (const QString& path : QApplication::arguments().mid(1)) {
        const double worst = hark::gui::run(path);
        isFast = isFast && worst >= 0 && worst <= hark::gui::kLongestFrame;
        fmt::print("  {}\n", worst <= hark::gui::kLongestFrame ? "no frame over 33 ms"
                                                               : "a frame took over 33 ms");
    }
    return isFast ? 0 : 1;
}
