#pragma once

#include <cstdint>

#include <QByteArray>
#include <QImage>
#include <QWidget>

namespace hark::gui {

/// An image that is being decoded on another thread, which it outlives; tells from there.
class ImageDecoding : public QObject {
    Q_OBJECT
Q_SIGNALS:
    void done(const QImage& image, const QString& caption);
};

/// An image from traffic, decoded on a thread of its own so that a hostile one holds nothing up,
/// within bounds on its size. Only formats that hold pixels and nothing else: no SVG.
class ImagePane : public QWidget {
    Q_OBJECT
public:
    /// More pixels than screens and photographs have; also what a decoder may allocate, in MiB.
    static constexpr std::int64_t kMaximumPixels = std::int64_t{64} << 20U;
    static constexpr int kMaximumMegabytes = 256;
    static constexpr int kMaximumSide = 20'000;

    struct Decoded {
        QImage image;     ///< at most as large as a screen; null where it can't be shown
        QString caption;  ///< format and size, or why not
    };
    /// May run on any thread.
    [[nodiscard]] static Decoded decode(const QByteArray& bytes);

    explicit ImagePane(QWidget* parent = nullptr);

    void show(const QByteArray& bytes);
    void clear();
    [[nodiscard]] const QImage& image() const { return shown_.image; }
    [[nodiscard]] const QString& caption() const { return shown_.caption; }

Q_SIGNALS:
    void decoded();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Decoded shown_;
    std::uint64_t generation_ = 0;
};

}  // namespace hark::gui
