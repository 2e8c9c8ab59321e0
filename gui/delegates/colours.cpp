#include "gui/delegates/colours.h"

#include <array>

#include <QCoreApplication>

namespace hark::gui {

namespace {

struct Twins {
    QRgb light;
    QRgb dark;
};

// In the order of Phase: dns, connect, tls, send, blocked, wait, receive.
constexpr std::array<Twins, kPhaseCount> kPhases{{
    {0xff2a9d8f, 0xff45bfb0},
    {0xffe9a23b, 0xfff0b45c},
    {0xff8e6bbf, 0xffa98bd6},
    {0xff4c9be8, 0xff6bb0f2},
    {0xff9aa5b1, 0xff7d8894},
    {0xff5dbb63, 0xff6fcb75},
    {0xff3b6fd6, 0xff5a8bee},
}};

constexpr std::array<const char*, kPhaseCount> kPhaseNames{{
    QT_TRANSLATE_NOOP("hark::gui::Phase", "dns"),
    QT_TRANSLATE_NOOP("hark::gui::Phase", "connect"),
    QT_TRANSLATE_NOOP("hark::gui::Phase", "tls"),
    QT_TRANSLATE_NOOP("hark::gui::Phase", "send"),
    QT_TRANSLATE_NOOP("hark::gui::Phase", "blocked"),
    QT_TRANSLATE_NOOP("hark::gui::Phase", "wait"),
    QT_TRANSLATE_NOOP("hark::gui::Phase", "receive"),
}};

// Neighbours in the order of sessions are far apart on the circle of hues.
constexpr std::array<Twins, 12> kSessions{{
    {0xff2f6fde, 0xff6ea3ff},
    {0xffc2570c, 0xfff0955a},
    {0xff1f8a4c, 0xff5fc98a},
    {0xff8b4fc7, 0xffbb8bee},
    {0xff9a6b00, 0xffd9b04a},
    {0xffc73a7f, 0xfff283b6},
    {0xff0f8286, 0xff4fc4c8},
    {0xffc5362c, 0xfff5867c},
    {0xff5a5fd0, 0xff9a9ef5},
    {0xff6b7d12, 0xffaebf55},
    {0xff8a5a3c, 0xffc99a7c},
    {0xff56688a, 0xff9db0d3},
}};

constexpr Twins kBlue{0xff1f5fbf, 0xff8ab8ff};
constexpr Twins kGreen{0xff1b7336, 0xff7fd992};
constexpr Twins kAmber{0xff8a5300, 0xfff2b84b};
constexpr Twins kRed{0xffb3261e, 0xffff8f86};
constexpr Twins kGrey{0xff5b6570, 0xffa3adb8};

QColor pick(const Twins& twins, const QPalette& palette) {
    return QColor::fromRgb(isDark(palette) ? twins.dark : twins.light);
}

QColor mixed(const QColor& a, const QColor& b, float share) {
    const auto mix = [share](float x, float y) { return x * share + y * (1.0F - share); };
    return QColor::fromRgbF(mix(a.redF(), b.redF()), mix(a.greenF(), b.greenF()),
                            mix(a.blueF(), b.blueF()));
}

}  // namespace

bool isDark(const QPalette& palette) {
    return palette.color(QPalette::Base).lightness() < 128;
}

QColor phaseColour(Phase phase, const QPalette& palette) {
    return pick(kPhases[static_cast<std::size_t>(phase)], palette);
}

QString phaseName(Phase phase) {
    return QCoreApplication::translate("hark::gui::Phase",
                                       kPhaseNames[static_cast<std::size_t>(phase)]);
}

StatusLook statusLook(int status, const QPalette& palette) {
    switch (status / 100) {
        case 1:
        case 3:
            return {pick(kBlue, palette), {}};
        case 2:
            return {pick(kGreen, palette), {}};
        case 4:
            return {pick(kAmber, palette), QStringLiteral("!")};
        case 5:
            return {pick(kRed, palette), QString(QChar(0x203c))};
        default:
            return {pick(kGrey, palette), {}};
    }
}

QColor sessionHue(std::uint64_t session, const QPalette& palette) {
    return pick(kSessions[session % kSessions.size()], palette);
}

QColor quietText(const QPalette& palette) {
    return pick(kGrey, palette);
}
QColor goodColour(const QPalette& palette) {
    return pick(kGreen, palette);
}
QColor badColour(const QPalette& palette) {
    return pick(kRed, palette);
}

QColor warningColour(const QPalette& palette) {
    return pick(kAmber, palette);
}

QColor hairline(const QPalette& palette) {
    return mixed(palette.color(QPalette::Text), palette.color(QPalette::Base), 0.12F);
}

QColor selectedRow(const QPalette& palette) {
    return mixed(palette.color(QPalette::Highlight), palette.color(QPalette::Base), 0.22F);
}

}  // namespace hark::gui
