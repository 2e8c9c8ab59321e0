#include "gui/models/completion_model.h"

#include <utility>

#include "gui/models/format.h"

namespace hark::gui {

namespace {

constexpr std::size_t kMost = 12;  // what one takes in at a glance

struct Completion {
    std::optional<query::CompletionPlace> place;
    std::vector<query::Candidate> candidates;
};

}  // namespace

CompletionModel::CompletionModel(CaseThread& cases, QObject* parent)
    : QAbstractListModel(parent), cases_(cases) {}

int CompletionModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(candidates_.size());
}

QVariant CompletionModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const query::Candidate& candidate = candidates_[static_cast<std::size_t>(index.row())];
    if (role == Qt::DisplayRole) return shownText(candidate.label);
    if (role != HelpRole) return {};
    if (!candidate.help.empty()) {
        return QString::fromUtf8(candidate.help.data(),
                                 static_cast<qsizetype>(candidate.help.size()));
    }
    return candidate.count > 0 ? countText(candidate.count) : QString();
}

void CompletionModel::complete(const Edit& edit) {
    const std::string text = edit.text.toStdString();
    const auto cursor = static_cast<std::size_t>(edit.text.left(edit.cursor).toUtf8().size());
    cases_.ask(
        Lane::Completion, this,
        [text, cursor](query::Case& opened) -> base::Result<Completion> {
            Completion made{query::completionPlace(text, cursor), {}};
            if (!made.place) return made;
            auto candidates = query::candidates(opened, *made.place, kMost);
            if (!candidates) return candidates.error();
            made.candidates = std::move(candidates).value();
            return made;
        },
        [this, edit, generation = ++generation_](base::Result<Completion> made) {
            if (generation != generation_) return;
            if (!made || !made->place) return put(edit, {}, {});
            put(edit, *made->place, std::move(made->candidates));
        });
}

void CompletionModel::offer(const QStringList& filters) {
    ++generation_;
    std::vector<query::Candidate> candidates;
    for (const QString& filter : filters) {
        query::Candidate candidate;
        candidate.insert = candidate.label = filter.toStdString();
        candidates.push_back(std::move(candidate));
    }
    put({}, {}, std::move(candidates));
}

void CompletionModel::clear() {
    ++generation_;
    if (!candidates_.empty()) put({}, {}, {});
}

void CompletionModel::put(Edit edit, query::CompletionPlace place,
                          std::vector<query::Candidate> candidates) {
    beginResetModel();
    edit_ = std::move(edit);
    place_ = std::move(place);
    candidates_ = std::move(candidates);
    endResetModel();
    Q_EMIT completed();
}

CompletionModel::Edit CompletionModel::edited(int row) const {
    const query::Candidate& candidate = candidates_[static_cast<std::size_t>(row)];
    const QByteArray before = edit_.text.toUtf8();
    const auto begin = static_cast<qsizetype>(place_.begin);
    const auto end = static_cast<qsizetype>(place_.end);
    const QString start =
        QString::fromUtf8(before.left(begin)) + QString::fromStdString(candidate.insert);
    return {start + QString::fromUtf8(before.mid(end)), static_cast<int>(start.size())};
}

}  // namespace hark::gui
