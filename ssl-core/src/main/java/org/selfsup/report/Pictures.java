package org.selfsup.report;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.selfsup.data.Image;
import org.selfsup.engine.WholeFile;

/** Pictures to show in a {@link Section.Gallery}. */
public final class Pictures {

    private Pictures() {}

    /** A picture of a data set as it is. */
    public static BufferedImage of(Image image) {
        BufferedImage picture = blank(image.height(), image.width());
        for (int row = 0; row < image.height(); row++) {
            for (int column = 0; column < image.width(); column++) {
                int rgb = 0;
                for (int c = 0; c < 3; c++) {
                    rgb = rgb << 8 | image.at(row, column, Math.min(c, image.channels() - 1));
                }
                picture.setRGB(column, row, rgb);
            }
        }
        return picture;
    }

    /**
     * A picture of what an encoder sees.
     *
     * @param planes {@code (c, h, w)}, one plane after the other
     * @param channels c, 1 (grey) or 3 (red, green, blue)
     * @param height h, rows
     * @param width w, columns
     * @param low the value shown as black, such as 0; what lies below is cut off
     * @param high the value shown as white, such as 1; what lies above is cut off
     */
    public static BufferedImage ofPlanes(
            float[] planes, int channels, int height, int width, float low, float high) {
        if ((channels != 1 && channels != 3) || planes.length != channels * height * width) {
            throw new IllegalArgumentException(
                    "A picture has 1 or 3 planes of "
                            + height
                            + " x "
                            + width
                            + ", got "
                            + planes.length
                            + " values for "
                            + channels);
        }
        BufferedImage picture = blank(height, width);
        int plane = height * width;
        for (int i = 0; i < plane; i++) {
            int rgb = 0;
            for (int c = 0; c < 3; c++) {
                float value = planes[Math.min(c, channels - 1) * plane + i];
                float share = (value - low) / (high - low);
                rgb = rgb << 8 | Math.round(255 * Math.min(1, Math.max(0, share)));
            }
            picture.setRGB(i % width, i / width, rgb);
        }
        return picture;
    }

    /**
     * Writes pictures of one size as a PNG file, in rows of about as many as there are rows.
     *
     * @param pictures at least one
     * @param file replaced if it exists
     * @throws IOException if it cannot be written
     */
    public static void writeGrid(List<BufferedImage> pictures, Path file) throws IOException {
        int columns = (int) Math.ceil(Math.sqrt(pictures.size()));
        int rows = (pictures.size() + columns - 1) / columns;
        int width = pictures.get(0).getWidth();
        int height = pictures.get(0).getHeight();
        BufferedImage grid = blank(rows * (height + 1) - 1, columns * (width + 1) - 1);
        Graphics2D pen = grid.createGraphics();
        for (int i = 0; i < pictures.size(); i++) {
            int left = i % columns * (width + 1);
            int top = i / columns * (height + 1);
            pen.drawImage(pictures.get(i), left, top, null);
        }
        pen.dispose();
        WholeFile.write(
                file, channel -> ImageIO.write(grid, "png", Channels.newOutputStream(channel)));
    }

    private static BufferedImage blank(int height, int width) {
        return new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    }
}
