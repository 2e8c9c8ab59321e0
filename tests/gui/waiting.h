#pragma once

#include <functional>

#include <QString>
#include <QTest>

namespace hark::gui {

constexpr int kPatienceMilliseconds = 20000;  // for slow machines and sanitizers; not a sleep

inline bool becomes(const std::function<bool()>& condition) {
    return QTest::qWaitFor(condition, kPatienceMilliseconds);
}

inline QString sample(const char* name) {
    return QStringLiteral(HARK_SAMPLES "/") + QLatin1String(name);
}

}  // namespace hark::gui
