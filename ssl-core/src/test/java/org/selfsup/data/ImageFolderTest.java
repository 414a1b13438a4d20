package org.selfsup.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {

    @TempDir Path folder;

    @Test
    void trainAndTestFoldersAndClassesAreHonoured() throws IOException {
        write("train/cat/b.png", png(BufferedImage.TYPE_INT_RGB, 4, 5, 0x102030));
        write("train/cat/a.png", png(BufferedImage.TYPE_INT_RGB, 4, 5, 0x405060));
        write("train/dog/c.PNG", png(BufferedImage.TYPE_INT_RGB, 6, 3, 0x708090));
        write("train/dog/notes.txt", new byte[9]);
        write("test/dog/d.png", png(BufferedImage.TYPE_INT_RGB, 4, 5, 0x010203));
        DataSet<Image> set = ImageFolder.open(folder);
        assertThat(set.train().labels().orElseThrow().of()).containsExactly(0, 0, 1);
        assertThat(set.test().labels().orElseThrow().of()).containsExactly(1);
        assertThat(set.test().labels().orElseThrow().names()).containsExactly("cat", "dog");
        Image first = set.train().get(0);
        assertThat(first.height()).isEqualTo(4);
        assertThat(first.width()).isEqualTo(5);
        assertThat(rgb(first)).isEqualTo(0x405060);
        assertThat(set.description())
                .isEqualTo("Folder, 3 training and 1 test pictures, 4..6 x 3..5 RGB, 2 classes");
    }

    @Test
    void everyPixelFormatBecomesEightBitRgb() throws IOException {
        write("a_grey.png", png(BufferedImage.TYPE_BYTE_GRAY, 2, 2, 0x646464));
        write("b_argb.png", png(BufferedImage.TYPE_INT_ARGB, 2, 2, 0x80123456));
        write("c_indexed.png", png(BufferedImage.TYPE_BYTE_INDEXED, 2, 2, 0xff0000));
        BufferedImage deep = new BufferedImage(2, 2, BufferedImage.TYPE_USHORT_GRAY);
        deep.getRaster().setSample(0, 0, 0, 0xAB12);
        write("d_deep.png", encode(deep, "png"));
        write("e_jpeg.jpg", encode(image(BufferedImage.TYPE_INT_RGB, 8, 8, 0x808080), "jpg"));
        int[] colours = new int[5];
        DataSet<Image> set = ImageFolder.open(folder);
        int at = 0;
        for (Image image : inOrder(set)) {
            colours[at++] = rgb(image);
        }
        Arrays.sort(colours);
        assertThat(colours).containsExactly(0x123456, 0x646464, 0x808080, 0xABABAB, 0xff0000);
        assertThat(set.train().labels()).isEmpty();
    }

    @Test
    void sixteenBitColoursBecomeEightBit() throws IOException {
        ColorModel deep =
                new ComponentColorModel(
                        ColorSpace.getInstance(ColorSpace.CS_sRGB),
                        false,
                        false,
                        Transparency.OPAQUE,
                        DataBuffer.TYPE_USHORT);
        WritableRaster raster = deep.createCompatibleWritableRaster(2, 2);
        raster.setPixel(0, 0, new int[] {0x1212, 0xABAB, 0xFFFF});
        write("deep.png", encode(new BufferedImage(deep, raster, false, null), "png"));
        assertThat(rgb(PictureFile.decode(folder.resolve("deep.png")))).isEqualTo(0x12ABFF);
    }

    /** JPEG files hold inks the other way round: 255 is none, and black dims what is left. */
    @Test
    void inksBecomeColours() throws IOException {
        WritableRaster inks = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 8, 8, 4, null);
        for (int i = 0; i < 64; i++) {
            inks.setPixel(i % 8, i / 8, new int[] {250, 100, 0, 153});
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpg").next();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(inks, null, null), null);
        } finally {
            writer.dispose();
        }
        write("inks.jpg", out.toByteArray());
        Image image = PictureFile.decode(folder.resolve("inks.jpg"));
        assertThat(image.at(0, 0, 0)).isBetween(148, 152); // 250 * 153 / 255
        assertThat(image.at(0, 0, 1)).isBetween(58, 62); // 100 * 153 / 255
        assertThat(image.at(0, 0, 2)).isBetween(0, 2);
    }

    @Test
    void withoutASplitAboutOneInFiveIsForTestingByNameAlone() throws IOException {
        byte[] png = png(BufferedImage.TYPE_INT_RGB, 1, 1, 0);
        for (int i = 0; i < 200; i++) {
            write("class" + i % 4 + "/" + i + ".png", png);
        }
        DataSet<Image> set = ImageFolder.open(folder);
        assertThat(set.test().size()).isBetween(25, 55);
        assertThat(set.train().size() + set.test().size()).isEqualTo(200);
        DataSet<Image> again = ImageFolder.open(folder);
        assertThat(again.fingerprint()).isEqualTo(set.fingerprint());
        assertThat(again.test().labels().orElseThrow().of())
                .isEqualTo(set.test().labels().orElseThrow().of());
    }

    @Test
    void unreadableFilesAreSkippedAndCounted() throws IOException {
        byte[] jpeg = encode(noise(64), "jpg");
        byte[] png = encode(noise(64), "png");
        write("good.jpg", jpeg);
        write("good.png", png);
        write("cut.jpg", Arrays.copyOf(jpeg, jpeg.length / 2));
        write("cut.png", Arrays.copyOf(png, png.length / 2));
        write("text.jpg", "not a picture".getBytes(StandardCharsets.US_ASCII));
        write("empty.png", new byte[0]);
        DataSet<Image> set = ImageFolder.open(folder);
        assertThat(set.train().size() + set.test().size()).isEqualTo(2);
        assertThat(set.description()).endsWith(", no labels, 4 unreadable files skipped");
    }

    @Test
    void largeSetsAreDecodedOnDemandToTheSamePixels() throws IOException {
        for (int i = 0; i < 10; i++) {
            write(i + ".png", encode(noise(16 + i), "png"));
        }
        Image[] held = inOrder(ImageFolder.open(folder));
        DataSet<Image> onDemand = ImageFolder.open(folder, 0);
        Image[] decoded = inOrder(onDemand);
        for (int i = 0; i < 10; i++) {
            assertThat(decoded[i].pixels()).isEqualTo(held[i].pixels());
        }
        for (int i = 0; i < 10; i++) {
            Files.delete(folder.resolve(i + ".png"));
        }
        assertThatThrownBy(() -> onDemand.train().get(0))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(".png: the file is gone");
    }

    @Test
    void pictureThatClaimsMorePixelsThanItsBytesCanHoldIsNotDecoded() throws IOException {
        byte[] png = png(BufferedImage.TYPE_INT_RGB, 1, 1, 0);
        ByteBuffer header = ByteBuffer.wrap(png);
        header.putInt(16, 8000).putInt(20, 8000);
        write("bomb.png", png);
        assertThatThrownBy(() -> PictureFile.size(folder.resolve("bomb.png")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bomb.png")
                .hasMessageContaining("8000 x 8000 pixels in");
    }

    /** A JPEG file cannot be packed as tightly as a PNG file of one colour. */
    @Test
    void whatBytesCanHoldDependsOnTheFormat() throws IOException {
        byte[] jpeg = encode(noise(16), "jpg");
        int frame = 0;
        while ((jpeg[frame] & 0xff) != 0xff || (jpeg[frame + 1] & 0xff) != 0xc0) {
            frame++;
        }
        ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) 2000).putShort(frame + 7, (short) 2000);
        write("bomb.jpg", jpeg);
        assertThatThrownBy(() -> PictureFile.size(folder.resolve("bomb.jpg")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("2000 x 2000 pixels in");
        int side = 1500;
        write("deep.png", png(BufferedImage.TYPE_INT_RGB, side, side, 0));
        write("flat.png", png(BufferedImage.TYPE_BYTE_BINARY, side, side, 0));
        assertThat(PictureFile.size(folder.resolve("deep.png")).height()).isEqualTo(side);
        assertThat(PictureFile.size(folder.resolve("flat.png")).height()).isEqualTo(side);
    }

    @Test
    void anEmptyTestFolderIsNotFilledFromTraining() throws IOException {
        write("train/a.png", png(BufferedImage.TYPE_INT_RGB, 1, 1, 0));
        write("train/b.png", png(BufferedImage.TYPE_INT_RGB, 1, 1, 0));
        Files.createDirectory(folder.resolve("test"));
        assertThatThrownBy(() -> ImageFolder.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("test: no JPEG or PNG files here");
    }

    @Test
    void foldersWithoutPicturesAreRefused() {
        assertThatThrownBy(() -> ImageFolder.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("0 readable JPEG or PNG files");
        assertThatThrownBy(() -> ImageFolder.open(folder.resolve("nowhere")))
                .hasMessageContaining("nowhere: no such folder");
    }

    private void write(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    private static Image[] inOrder(DataSet<Image> set) throws IOException {
        Image[] images = new Image[set.train().size() + set.test().size()];
        for (int i = 0; i < images.length; i++) {
            int train = set.train().size();
            images[i] = i < train ? set.train().get(i) : set.test().get(i - train);
        }
        return images;
    }

    private static int rgb(Image image) {
        return image.at(0, 0, 0) << 16 | image.at(0, 0, 1) << 8 | image.at(0, 0, 2);
    }

    private static byte[] png(int type, int height, int width, int colour) throws IOException {
        return encode(image(type, height, width, colour), "png");
    }

    /** One colour; grey is written as stored, past the colour model. */
    private static BufferedImage image(int type, int height, int width, int colour) {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (type == BufferedImage.TYPE_BYTE_GRAY) {
                    image.getRaster().setSample(x, y, 0, colour & 0xff);
                } else {
                    image.setRGB(
                            x, y, colour | (type == BufferedImage.TYPE_INT_ARGB ? 0 : 0xff000000));
                }
            }
        }
        return image;
    }

    static BufferedImage noise(int side) {
        var random = Randomness.at(side);
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < side * side; i++) {
            image.setRGB(i % side, i / side, random.nextInt());
        }
        return image;
    }

    static byte[] encode(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (!ImageIO.write(image, format, out)) {
            throw new IOException("No writer for " + format);
        }
        return out.toByteArray();
    }
}
