#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <QAbstractListModel>
#include <QStringList>

#include "gui/models/life_line.h"

namespace hark::gui {

/// A line of something that is told: an event at an exchange, a value with its history, a figure.
/// Text is fit to be shown.
struct StoryLine {
    enum class Kind : std::uint8_t { Heading, Entry };

    Kind kind = Kind::Entry;
    std::optional<LifeSign> sign;
    QString time;        ///< since the capture began
    QString text;        ///< in one line or several
    QString figure;      ///< at the right
    QString detail;      ///< below, quieter: how it is known
    std::string secret;  ///< below that: a credential's value, as it was in traffic
    std::optional<std::uint64_t> exchange;  ///< that shows it
    QStringList filters;                    ///< that mean it

    bool operator==(const StoryLine&) const = default;
};

using Story = std::vector<StoryLine>;

/// Bounds on what a story may be: people read no more, and a case may hold any number of events.
struct StoryLimits {
    static constexpr std::size_t kLines = 2000;
};

/// Puts a line that says so in place of what is beyond the limit.
void cutStory(Story& story);

/// A heading without anything but its words.
[[nodiscard]] StoryLine heading(const QString& text);

class StoryModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role : std::uint16_t {
        KindRole = Qt::UserRole + 1,  ///< int
        SignRole,                     ///< int, a LifeSign; invalid where there is none
        TimeRole,
        FigureRole,
        DetailRole,
        SecretRole,    ///< fit to be shown, but not to whoever looks over a shoulder
        ExchangeRole,  ///< qulonglong; invalid where there is none
    };

    using QAbstractListModel::QAbstractListModel;

    /// Nothing changes, and no selection is lost, where the lines are those that were there.
    void setStory(Story story);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    Story story_;
};

}  // namespace hark::gui
