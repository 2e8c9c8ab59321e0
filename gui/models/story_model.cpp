#include "gui/models/story_model.h"

#include <utility>

#include "gui/models/entry_roles.h"
#include "gui/models/format.h"

namespace hark::gui {

void cutStory(Story& story) {
    if (story.size() <= StoryLimits::kLines) return;
    const std::size_t more = story.size() - StoryLimits::kLines;
    story.resize(StoryLimits::kLines);
    story.push_back(heading(StoryModel::tr("… and %1 more").arg(countText(more))));
}

StoryLine heading(const QString& text) {
    StoryLine line;
    line.kind = StoryLine::Kind::Heading;
    line.text = text;
    return line;
}

void StoryModel::setStory(Story story) {
    if (story == story_) return;
    beginResetModel();
    story_ = std::move(story);
    endResetModel();
}

int StoryModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(story_.size());
}

QVariant StoryModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const StoryLine& line = story_[static_cast<std::size_t>(index.row())];
    const auto unlessEmpty = [](const QString& text) {
        return text.isEmpty() ? QVariant() : QVariant(text);
    };
    switch (role) {
        case Qt::DisplayRole:
            return line.text;
        case KindRole:
            return static_cast<int>(line.kind);
        case SignRole:
            return line.sign ? QVariant(static_cast<int>(*line.sign)) : QVariant();
        case TimeRole:
            return unlessEmpty(line.time);
        case FigureRole:
            return unlessEmpty(line.figure);
        case DetailRole:
            return unlessEmpty(line.detail);
        case SecretRole:
            return unlessEmpty(shownText(line.secret));
        case CopyRole:
            return unlessEmpty(QString::fromStdString(line.secret));
        case ExchangeRole:
            return line.exchange ? QVariant(qulonglong{*line.exchange}) : QVariant();
        case FiltersRole:
            return line.filters.isEmpty() ? QVariant() : QVariant(line.filters);
        default:
            return {};
    }
}

Qt::ItemFlags StoryModel::flags(const QModelIndex& index) const {
    const bool isHeading =
        data(index, KindRole).toInt() == static_cast<int>(StoryLine::Kind::Heading);
    return isHeading ? Qt::NoItemFlags : Qt::ItemIsEnabled | Qt::ItemIsSelectable;
}

}  // namespace hark::gui
