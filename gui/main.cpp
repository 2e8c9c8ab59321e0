#include <QApplication>
#include <QCommandLineParser>
#include <QIcon>

#include "gui/app/main_window.h"
#include "gui/app/screenshot.h"
#include "gui/app/theme.h"

using hark::gui::MainWindow;

namespace {

QCommandLineOption hidden(const QString& name, const QString& value) {
    QCommandLineOption option(name, QString(), value);
    option.setFlags(QCommandLineOption::HiddenFromHelp);
    return option;
}

// What resources/desktop and resources/icons call the application.
constexpr QLatin1String kDesktopName("alt.hark.Hark");

QIcon windowIcon() {
    QIcon icon;
    for (const int size : {16, 32, 48, 128}) {
        icon.addFile(QStringLiteral(":/icons/%1x%1/apps/%2.png").arg(size).arg(kDesktopName));
    }
    return icon;
}

}  // namespace

int main(int argc, char** argv) {
    const QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("hark-gui"));
    QApplication::setApplicationVersion(QStringLiteral(HARK_VERSION));
    QApplication::setDesktopFileName(kDesktopName);
    QApplication::setWindowIcon(windowIcon());

    const QCommandLineOption theme(
        QStringLiteral("theme"),
        MainWindow::tr("Colours: light or dark; without it those of the system."),
        QStringLiteral("THEME"));
    const auto screenshot = hidden(QStringLiteral("screenshot"), QStringLiteral("PNG"));
    const auto size = hidden(QStringLiteral("size"), QStringLiteral("WxH"));
    const auto view = hidden(QStringLiteral("view"), QStringLiteral("VIEW"));
    const auto filter = hidden(QStringLiteral("filter"), QStringLiteral("FILTER"));
    QCommandLineOption timeline(QStringLiteral("timeline"));
    timeline.setFlags(QCommandLineOption::HiddenFromHelp);
    const auto select = hidden(QStringLiteral("select"), QStringLiteral("ID"));
    QCommandLineParser parser;
    parser.setApplicationDescription(
        MainWindow::tr("Shows what was said over HTTP in a packet capture or a hark case."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({theme, screenshot, size, view, filter, select, timeline});
    parser.addPositionalArgument(QStringLiteral("FILE"), MainWindow::tr("A capture or a case"),
                                 QStringLiteral("[FILE]"));
    parser.process(app);

    if (parser.value(theme) == QLatin1String("dark")) {
        QApplication::setPalette(hark::gui::darkPalette());
    } else if (parser.value(theme) == QLatin1String("light")) {
        QApplication::setPalette(hark::gui::lightPalette());
    }
    MainWindow window;
    const QStringList extent = parser.value(size).split(QLatin1Char('x'));
    if (extent.size() == 2) window.resize(extent[0].toInt(), extent[1].toInt());
    if (!parser.positionalArguments().isEmpty())
        window.open(parser.positionalArguments().constFirst());
    if (parser.isSet(filter)) window.setFilter(parser.value(filter));
    if (parser.isSet(select)) window.selectExchange(parser.value(select).toULongLong());
    const QStringList views{QStringLiteral("sessions"), QStringLiteral("connections"),
                            QStringLiteral("exchanges"), QStringLiteral("cookies")};
    if (const auto at = views.indexOf(parser.value(view)); at >= 0)
        window.showView(static_cast<MainWindow::View>(at));
    if (parser.isSet(timeline)) window.showTimeline();
    window.show();
    if (parser.isSet(screenshot)) hark::gui::takeScreenshot(window, parser.value(screenshot));
    return QApplication::exec();
}
