#include "gui/inspector/hex_view.h"

#include <algorithm>
#include <limits>
#include <utility>

#include <QClipboard>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>

#include "gui/delegates/colours.h"

namespace hark::gui {

namespace {

constexpr int kMargin = 8;
constexpr int kOffsetDigits = 8;
constexpr int kHexColumn = kOffsetDigits + 2;
constexpr int kTextColumn = kHexColumn + HexView::kBytesPerRow * 3 + 2;

QString hex(std::uint64_t number, int digits) {
    return QStringLiteral("%1").arg(qulonglong{number}, digits, 16, QLatin1Char('0'));
}

}  // namespace

HexView::HexView(CaseThread& cases, QWidget* parent) : QAbstractScrollArea(parent), cases_(cases) {
    setObjectName(QStringLiteral("contentHex"));
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this] {
        askForSight();
        viewport()->update();
    });
}

void HexView::show(const query::ContentSource& source, std::uint64_t length) {
    if (source == source_ && length == length_) return;
    const bool isAnother = !(source == source_);
    source_ = source;
    length_ = length;
    pages_.clear();
    asked_.reset();
    ++generation_;
    if (isAnother) {
        selectedFrom_.reset();
        verticalScrollBar()->setValue(0);
    }
    updateRange();
    askForSight();
    viewport()->update();
}

void HexView::clear() {
    show({}, 0);
}

int HexView::rowHeight() const {
    return fontMetrics().height() + 2;
}

std::uint64_t HexView::rowCount() const {
    return (length_ + kBytesPerRow - 1) / kBytesPerRow;
}

std::uint64_t HexView::rowAt(const QPoint& position) const {
    const auto row = static_cast<std::uint64_t>(
        std::max(0, verticalScrollBar()->value() + position.y() / rowHeight()));
    return rowCount() == 0 ? 0 : std::min(row, rowCount() - 1);
}

// A row is one step of the scroll bar, so that contents of 32 GB still have all of theirs.
void HexView::updateRange() {
    const int inSight = std::max(1, viewport()->height() / rowHeight());
    const auto rows =
        static_cast<int>(std::min<std::uint64_t>(rowCount(), std::numeric_limits<int>::max()));
    verticalScrollBar()->setPageStep(inSight);
    verticalScrollBar()->setRange(0, std::max(0, rows - inSight));
}

void HexView::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    updateRange();
    askForSight();
}

const query::ContentPage* HexView::pageOf(std::uint64_t offset) const {
    const auto found = pages_.find(offset / kPage * kPage);
    return found == pages_.end() ? nullptr : &found->second;
}

void HexView::askForSight() {
    if (length_ == 0 || asked_) return;
    const auto first = static_cast<std::uint64_t>(verticalScrollBar()->value()) * kBytesPerRow;
    const int inSight = viewport()->height() / rowHeight() + 1;
    const auto rows = static_cast<std::uint64_t>(inSight);
    const std::uint64_t last = std::min(length_ - 1, first + rows * kBytesPerRow);
    for (const std::uint64_t offset : {first, last}) {
        if (offset < length_ && pageOf(offset) == nullptr) return ask(offset / kPage * kPage);
    }
}

void HexView::ask(std::uint64_t offset) {
    asked_ = offset;
    cases_.ask(
        Lane::DetailPage, this,
        [source = source_, offset](query::Case& opened) -> base::Result<query::ContentPage> {
            return query::readContent(opened, source, offset, kPage);
        },
        [this, generation = generation_](base::Result<query::ContentPage> page) {
            if (generation != generation_) return;
            asked_.reset();
            if (page && !page->hasFailed) take(std::move(*page));
        });
}

void HexView::take(query::ContentPage page) {
    if (pages_.size() >= kKeptPages) pages_.clear();
    pages_.insert_or_assign(page.offset, std::move(page));
    viewport()->update();
    askForSight();
}

bool HexView::isMissing(std::uint64_t offset) const {
    const query::ContentPage* page = pageOf(offset);
    return page != nullptr &&
           std::any_of(page->missing.begin(), page->missing.end(), [&](const auto& gap) {
               return offset >= gap.offset && offset < gap.offset + gap.length;
           });
}

QString HexView::rowText(std::uint64_t row) const {
    const std::uint64_t begin = row * kBytesPerRow;
    const query::ContentPage* page = pageOf(begin);
    if (page == nullptr) return {};
    QString bytes;
    QString text;
    for (std::uint64_t at = begin; at < begin + kBytesPerRow; ++at) {
        const std::uint64_t inPage = at - page->offset;
        if (at % kBytesPerRow == kBytesPerRow / 2) bytes += QLatin1Char(' ');
        if (inPage >= page->bytes.size()) {
            bytes += QStringLiteral("   ");
        } else if (isMissing(at)) {
            bytes += QStringLiteral("·· ");
            text += QChar(0x2592);
        } else {
            const auto byte = static_cast<unsigned char>(page->bytes[inPage]);
            bytes += hex(byte, 2) + QLatin1Char(' ');
            text += byte >= 0x20 && byte < 0x7f ? QChar(char16_t{byte}) : QChar(u'.');
        }
    }
    return hex(begin, kOffsetDigits) + QStringLiteral("  ") + bytes + QLatin1Char(' ') + text;
}

void HexView::paintRow(QPainter& painter, std::uint64_t row, int y) const {
    const int width = fontMetrics().horizontalAdvance(QLatin1Char('0'));
    const int baseline = y + fontMetrics().ascent() + 1;
    if (selectedFrom_ && row >= std::min(*selectedFrom_, selectedTo_) &&
        row <= std::max(*selectedFrom_, selectedTo_)) {
        painter.fillRect(0, y, viewport()->width(), rowHeight(), selectedRow(palette()));
    }
    const QString text = rowText(row);
    if (text.isEmpty()) return;
    for (int i = 0; i < kBytesPerRow; ++i) {
        const std::uint64_t at = row * kBytesPerRow + static_cast<std::uint64_t>(i);
        if (at >= length_ || !isMissing(at)) continue;
        const int column = kHexColumn + i * 3 + (i >= kBytesPerRow / 2 ? 1 : 0);
        painter.fillRect(kMargin + column * width, y, 3 * width, rowHeight(),
                         QBrush(hairline(palette()), Qt::BDiagPattern));
    }
    painter.setPen(quietText(palette()));
    painter.drawText(kMargin, baseline, text.left(kOffsetDigits));
    painter.setPen(palette().color(QPalette::Text));
    painter.drawText(kMargin + kHexColumn * width, baseline,
                     text.mid(kHexColumn, kTextColumn - kHexColumn));
    painter.drawText(kMargin + kTextColumn * width, baseline, text.mid(kTextColumn));
}

void HexView::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(viewport());
    painter.setFont(font());
    const auto first = static_cast<std::uint64_t>(verticalScrollBar()->value());
    for (int y = 0; y < viewport()->height(); y += rowHeight()) {
        const std::uint64_t row = first + static_cast<std::uint64_t>(y / rowHeight());
        if (row >= rowCount()) return;
        paintRow(painter, row, y);
    }
}

void HexView::mousePressEvent(QMouseEvent* event) {
    selectedTo_ = rowAt(event->pos());
    if (!event->modifiers().testFlag(Qt::ShiftModifier) || !selectedFrom_)
        selectedFrom_ = selectedTo_;
    viewport()->update();
}

void HexView::mouseMoveEvent(QMouseEvent* event) {
    if (!event->buttons().testFlag(Qt::LeftButton)) return;
    selectedTo_ = rowAt(event->pos());
    viewport()->update();
}

void HexView::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) return copySelection();
    if (event->matches(QKeySequence::MoveToStartOfDocument))
        return verticalScrollBar()->setValue(0);
    if (event->matches(QKeySequence::MoveToEndOfDocument))
        return verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    QAbstractScrollArea::keyPressEvent(event);
}

void HexView::copySelection() const {
    if (!selectedFrom_) return;
    const std::uint64_t first = std::min(*selectedFrom_, selectedTo_);
    const std::uint64_t last =
        std::min(std::max(*selectedFrom_, selectedTo_), first + kMaximumCopy / kBytesPerRow - 1);
    QString text;
    for (std::uint64_t row = first; row <= last; ++row) {
        const QString line = rowText(row);
        if (!line.isEmpty()) text += line + QLatin1Char('\n');
    }
    QGuiApplication::clipboard()->setText(text);
}

}  // namespace hark::gui
