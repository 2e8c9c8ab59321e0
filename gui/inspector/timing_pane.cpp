#include "gui/inspector/timing_pane.h"

#include <QGridLayout>
#include <QLabel>
#include <QPixmap>

#include "gui/delegates/colours.h"
#include "gui/models/format.h"

namespace hark::gui {

namespace {

constexpr int kSwatch = 10;
constexpr int kLineHeight = 20;

}  // namespace

void TimingPane::Line::setVisible(bool visible) const {
    swatch->setVisible(visible);
    name->setVisible(visible);
    value->setVisible(visible);
}

TimingPane::TimingPane(QWidget* parent) : QWidget(parent) {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(8, 8, 8, 8);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(0);
    start_ = addLine(QStringLiteral("timingStart"));
    start_.name->setText(tr("start"));
    for (std::size_t i = 0; i < kPhaseCount; ++i) {
        phases_[i] = addLine(QStringLiteral("timing%1").arg(i));
        phases_[i].name->setText(phaseName(static_cast<Phase>(i)));
    }
    total_ = addLine(QStringLiteral("timingTotal"));
    total_.name->setText(tr("duration"));
    size_ = addLine(QStringLiteral("timingSize"));
    size_.name->setText(tr("content"));
    grid->setColumnStretch(3, 1);
    grid->setRowStretch(grid->rowCount(), 1);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    clear();
}

TimingPane::Line TimingPane::addLine(const QString& objectName) {
    auto* grid = static_cast<QGridLayout*>(layout());
    const int row = grid->rowCount();
    const auto label = [this, row, grid](int column, Qt::Alignment alignment) {
        auto* made = new QLabel(this);
        made->setTextFormat(Qt::PlainText);
        made->setMinimumHeight(kLineHeight);
        grid->addWidget(made, row, column, alignment | Qt::AlignVCenter);
        return made;
    };
    Line line{label(0, Qt::AlignLeft), label(1, Qt::AlignLeft), label(2, Qt::AlignRight)};
    line.swatch->setFixedWidth(kSwatch);
    line.value->setObjectName(objectName);
    return line;
}

void TimingPane::clear() {
    for (const Line& line : phases_)
        line.setVisible(false);
    start_.setVisible(false);
    total_.setVisible(false);
    size_.setVisible(false);
}

void TimingPane::showPhase(Phase phase, std::int64_t ns, bool isKnown) {
    const Line& line = phases_[static_cast<std::size_t>(phase)];
    line.setVisible(isKnown);
    if (!isKnown) return;
    QPixmap swatch(kSwatch, kSwatch);
    swatch.fill(phaseColour(phase, palette()));
    line.swatch->setPixmap(swatch);
    line.value->setText(durationText(ns));
}

void TimingPane::showExchange(const query::ExchangeRow& row, std::int64_t beginNs) {
    const Phases phases = phasesOf(row);
    showPhase(Phase::Dns, phases.of(Phase::Dns), row.dnsNs.has_value());
    showPhase(Phase::Connect, phases.of(Phase::Connect), row.connectNs.has_value());
    showPhase(Phase::Tls, phases.of(Phase::Tls), row.tlsNs.has_value());
    showPhase(Phase::Send, phases.of(Phase::Send), row.sendNs.has_value());
    showPhase(Phase::Blocked, phases.of(Phase::Blocked), phases.of(Phase::Blocked) > 0);
    showPhase(Phase::Wait, phases.of(Phase::Wait), row.waitNs.has_value());
    showPhase(Phase::Receive, phases.of(Phase::Receive), row.receiveNs.has_value());
    start_.setVisible(true);
    start_.value->setText(offsetText(row.startedNs - beginNs));
    start_.value->setToolTip(instantText(row.startedNs));
    total_.setVisible(row.durationNs.has_value());
    if (row.durationNs) total_.value->setText(durationText(*row.durationNs));
    size_.setVisible(row.responseBodyBytes.has_value());
    if (row.responseBodyBytes) size_.value->setText(sizeText(*row.responseBodyBytes));
}

}  // namespace hark::gui
