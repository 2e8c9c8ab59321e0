#include "gui/views/filter_bar.h"

#include <variant>

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

#include "gui/delegates/colours.h"
#include "gui/views/completion_list.h"
#include "gui/views/quick_filters.h"

namespace hark::gui {

namespace {

constexpr int kDelayMilliseconds = 250;

QLabel* plainLabel(const QString& name, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    return label;
}

}  // namespace

FilterBar::FilterBar(CaseThread& cases, QWidget* parent) : QWidget(parent), completions_(cases) {
    buildParts();
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addWidget(scope_);
    layout->addWidget(edit_, 1);
    layout->addWidget(sign_);
    layout->addWidget(problem_);
    layout->addWidget(star_);
    layout->addWidget(quick_);
    setFocusProxy(edit_);

    delay_.setSingleShot(true);
    delay_.setInterval(kDelayMilliseconds);
    connect(&delay_, &QTimer::timeout, this, &FilterBar::apply);
    connect(scope_, &QToolButton::clicked, this, &FilterBar::scopeCleared);
    connect(edit_, &QLineEdit::textChanged, this, [this] {
        judge();
        delay_.start();
    });
    connect(edit_, &QLineEdit::textEdited, this, &FilterBar::offer);
    connect(edit_, &QLineEdit::returnPressed, this, &FilterBar::apply);
    connect(&completions_, &CompletionModel::completed, this, [this] {
        if (edit_->hasFocus() && completions_.rowCount() > 0) {
            list_->open();
        } else {
            list_->close();
        }
    });
    connect(list_, &CompletionList::chosen, this, &FilterBar::choose);
    connect(star_, &QToolButton::clicked, this, [this] {
        memory_.toggleSaved(edit_->text());
        showMemory();
    });
    connect(quick_, &QuickFilters::toggledTerm, this,
            [this](const QString& term) { setText(QuickFilters::toggled(edit_->text(), term)); });
    judge();
}

void FilterBar::buildParts() {
    scope_ = new QToolButton(this);
    scope_->setObjectName(QStringLiteral("scope"));
    scope_->setToolTip(tr("Selected in the list at the left; click to show all exchanges"));
    scope_->setFocusPolicy(Qt::TabFocus);
    scope_->hide();
    edit_ = new QLineEdit(this);
    edit_->setObjectName(QStringLiteral("filter"));
    edit_->setPlaceholderText(
        tr("Filter, such as  method:POST  status:4xx  domain:*.example.test"));
    edit_->setAccessibleName(tr("Filter"));
    edit_->setClearButtonEnabled(true);
    edit_->setTextMargins(4, 2, 4, 2);
    edit_->setMaxLength(static_cast<int>(query::FilterLimits::kBytes));
    edit_->installEventFilter(this);
    sign_ = plainLabel(QStringLiteral("filterSign"), this);
    sign_->setFixedWidth(16);
    sign_->setAlignment(Qt::AlignCenter);
    problem_ = plainLabel(QStringLiteral("filterProblem"), this);
    problem_->hide();
    star_ = new QToolButton(this);
    star_->setObjectName(QStringLiteral("keepFilter"));
    star_->setAutoRaise(true);
    star_->setCheckable(true);
    star_->setFocusPolicy(Qt::TabFocus);
    star_->setToolTip(tr("Keep this filter: the list below the empty line offers it"));
    star_->setAccessibleName(tr("Keep this filter"));
    quick_ = new QuickFilters(this);
    list_ = new CompletionList(completions_, *edit_);
}

QString FilterBar::text() const {
    return edit_->text();
}

void FilterBar::setText(const QString& text) {
    edit_->setText(text);
    apply();
}

void FilterBar::takeFocus() {
    edit_->setFocus(Qt::ShortcutFocusReason);
    edit_->selectAll();
}

void FilterBar::showScope(const QString& scope) {
    constexpr int kWidth = 320;
    const QString text = fontMetrics().elidedText(scope, Qt::ElideRight, kWidth);
    // An ampersand would mark a key.
    scope_->setText(QString(text).replace(QLatin1Char('&'), QStringLiteral("&&")) +
                    QStringLiteral("  \u2715"));
    scope_->setAccessibleName(tr("Show all instead of %1").arg(scope));
    scope_->setVisible(!scope.isEmpty());
}

void FilterBar::showProblem(const QString& problem) {
    verdict_ = Verdict::Bad;
    problem_->setText(problem);
    paintVerdict();
}

void FilterBar::judge() {
    const std::string text = edit_->text().toStdString();
    auto parsed = query::parseFilter(text);
    if (auto* filter = std::get_if<query::Filter>(&parsed)) {
        filter_ = std::move(*filter);
        verdict_ = filter_.selectsEverything() ? Verdict::Empty : Verdict::Good;
        problem_->clear();
    } else {
        verdict_ = Verdict::Bad;
        problem_->setText(QString::fromStdString(std::get<query::FilterProblem>(parsed).line()));
    }
    paintVerdict();
}

void FilterBar::apply() {
    delay_.stop();
    if (verdict_ == Verdict::Bad || edit_->text() == applied_) return;
    applied_ = edit_->text();
    memory_.use(applied_);
    Q_EMIT filterChanged(filter_);
}

// A sign and words go with the colour.
void FilterBar::paintVerdict() {
    const QColor colour = verdict_ == Verdict::Bad    ? badColour(palette())
                          : verdict_ == Verdict::Good ? goodColour(palette())
                                                      : quietText(palette());
    sign_->setText(QString(QChar(verdict_ == Verdict::Bad ? 0x2717 : 0x2713)));
    sign_->setVisible(verdict_ != Verdict::Empty);
    problem_->setVisible(verdict_ == Verdict::Bad);
    QPalette coloured = palette();
    coloured.setColor(QPalette::WindowText, colour);
    sign_->setPalette(coloured);
    problem_->setPalette(coloured);
    QPalette typed = palette();
    if (verdict_ != Verdict::Empty) typed.setColor(QPalette::Text, colour);
    edit_->setPalette(typed);
    quick_->show(edit_->text());
    showMemory();
}

// Names and values at the cursor; filters from before where nothing is written.
void FilterBar::offer() {
    if (edit_->text().isEmpty()) {
        completions_.offer(memory_.offered());
    } else {
        completions_.complete({edit_->text(), edit_->cursorPosition()});
    }
}

void FilterBar::choose(int row) {
    const auto [text, cursor] = completions_.edited(row);
    list_->close();
    edit_->setText(text);
    edit_->setCursorPosition(cursor);
    // A name asks for its value.
    if (text.left(cursor).endsWith(QLatin1Char(':'))) return offer();
    completions_.clear();
}

void FilterBar::showMemory() {
    const bool isSaved = memory_.isSaved(edit_->text());
    star_->setChecked(isSaved);
    star_->setText(QString(QChar(isSaved ? 0x2605 : 0x2606)));
    star_->setEnabled(verdict_ == Verdict::Good);
}

bool FilterBar::takeKey(int key, Qt::KeyboardModifiers modifiers) {
    if (list_->takeKey(key)) return true;
    switch (key) {
        case Qt::Key_Space:
            if (!modifiers.testFlag(Qt::ControlModifier)) return false;
            offer();
            return true;
        case Qt::Key_Escape:
            if (edit_->text().isEmpty()) {
                Q_EMIT left();
            } else {
                setText({});
            }
            return true;
        case Qt::Key_Down:
            if (edit_->text().isEmpty() && !memory_.offered().isEmpty()) {
                offer();
            } else {
                Q_EMIT left();
            }
            return true;
        default:
            return false;
    }
}

bool FilterBar::eventFilter(QObject* watched, QEvent* event) {
    if (watched == edit_ && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (takeKey(key->key(), key->modifiers())) return true;
    }
    if (watched == edit_ && event->type() == QEvent::FocusOut) list_->close();
    return QWidget::eventFilter(watched, event);
}

void FilterBar::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && edit_ != nullptr) paintVerdict();
}

}  // namespace hark::gui
