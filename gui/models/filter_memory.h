#pragma once

#include <QString>
#include <QStringList>

namespace hark::gui {

/// Filters that were used before, the latest first, and those that somebody keeps.
class FilterMemory {
public:
    void use(const QString& filter) {
        if (filter.trimmed().isEmpty()) return;
        recent.removeAll(filter);
        recent.prepend(filter);
        while (recent.size() > kRecent)
            recent.removeLast();
    }
    void toggleSaved(const QString& filter) {
        if (!saved.removeAll(filter)) saved.append(filter);
    }
    [[nodiscard]] bool isSaved(const QString& filter) const { return saved.contains(filter); }
    /// What to offer where nothing is written yet.
    [[nodiscard]] QStringList offered() const {
        QStringList all = saved;
        for (const QString& filter : recent) {
            if (!all.contains(filter)) all.append(filter);
        }
        return all.mid(0, kOffered);
    }

    QStringList recent;
    QStringList saved;

private:
    static constexpr qsizetype kRecent = 20;
    static constexpr qsizetype kOffered = 16;
};

}  // namespace hark::gui
