#include "gui/inspector/image_pane.h"

#include <algorithm>
#include <array>
#include <memory>

#include <QBuffer>
#include <QImageReader>
#include <QPainter>
#include <QThreadPool>

#include "gui/delegates/colours.h"
#include "gui/models/format.h"

namespace hark::gui {

namespace {

constexpr int kMargin = 16;
constexpr int kCaptionHeight = 24;
constexpr int kSquare = 8;        // of the pattern behind transparent pixels
constexpr int kShownSide = 2048;  // what is kept of a large image

constexpr std::array<const char*, 6> kFormats{"png", "jpeg", "gif", "webp", "bmp", "ico"};

bool isKnown(const QByteArray& format) {
    return std::any_of(kFormats.begin(), kFormats.end(),
                       [&](const char* known) { return format == known; });
}

void paintSquares(QPainter& painter, const QRect& rect, const QPalette& palette) {
    painter.save();
    painter.setClipRect(rect);
    for (int y = rect.top(); y <= rect.bottom(); y += kSquare) {
        for (int x = rect.left(); x <= rect.right(); x += kSquare) {
            if (((x - rect.left()) / kSquare + (y - rect.top()) / kSquare) % 2 == 0)
                painter.fillRect(x, y, kSquare, kSquare, hairline(palette));
        }
    }
    painter.restore();
}

}  // namespace

ImagePane::ImagePane(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("contentImage"));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
}

ImagePane::Decoded ImagePane::decode(const QByteArray& bytes) {
    QBuffer buffer;
    buffer.setData(bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader::setAllocationLimit(kMaximumMegabytes);
    QImageReader reader(&buffer);
    reader.setDecideFormatFromContent(true);
    const QByteArray format = reader.format();
    if (!isKnown(format)) return {{}, tr("This is no image of a format that is shown.")};
    const QSize size = reader.size();
    if (!size.isValid()) return {{}, tr("The image is damaged: it doesn't tell its size.")};
    const QString about = tr("%1 · %2 × %3 pixels")
                              .arg(QString::fromLatin1(format).toUpper(),
                                   countText(static_cast<std::uint64_t>(size.width())),
                                   countText(static_cast<std::uint64_t>(size.height())));
    const bool isTooLarge = size.width() > kMaximumSide || size.height() > kMaximumSide ||
                            std::int64_t{size.width()} * size.height() > kMaximumPixels;
    if (isTooLarge) return {{}, about + tr(" · too large to be shown")};
    if (size.width() > kShownSide || size.height() > kShownSide)
        reader.setScaledSize(size.scaled(kShownSide, kShownSide, Qt::KeepAspectRatio));
    const QImage image = reader.read();
    if (image.isNull()) return {{}, about + tr(" · damaged, it can't be shown")};
    return {image, about};
}

void ImagePane::clear() {
    ++generation_;
    shown_ = {};
    update();
}

void ImagePane::show(const QByteArray& bytes) {
    clear();
    shown_.caption = tr("Decoding…");
    const auto decoding = std::make_shared<ImageDecoding>();
    connect(
        decoding.get(), &ImageDecoding::done, this,
        [this, generation = generation_](const QImage& image, const QString& caption) {
            if (generation_ != generation) return;
            shown_ = {image, caption};
            update();
            Q_EMIT decoded();
        },
        Qt::QueuedConnection);
    QThreadPool::globalInstance()->start([bytes, decoding] {
        const Decoded made = decode(bytes);
        Q_EMIT decoding->done(made.image, made.caption);
    });
}

void ImagePane::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    const QRect room = rect().adjusted(kMargin, kMargin, -kMargin, -kMargin - kCaptionHeight);
    if (!shown_.image.isNull() && room.isValid()) {
        QSize size = shown_.image.size();
        if (size.width() > room.width() || size.height() > room.height())
            size.scale(room.size(), Qt::KeepAspectRatio);
        const QRect place(room.topLeft(), size);
        paintSquares(painter, place, palette());
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawImage(place, shown_.image);
    }
    painter.setPen(quietText(palette()));
    painter.drawText(rect().adjusted(kMargin, 0, -kMargin, -kSquare),
                     Qt::AlignLeft | Qt::AlignBottom, shown_.caption);
}

}  // namespace hark::gui
