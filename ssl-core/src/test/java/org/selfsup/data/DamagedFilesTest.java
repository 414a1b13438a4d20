package org.selfsup.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.selfsup.testing.Fuzz;

/** Readers of damaged files give a data set or an exception with a message, nothing else. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class DamagedFilesTest {

    @TempDir Path folder;

    @Test
    void idx() throws IOException {
        Fuzz fuzz = new Fuzz("IDX");
        IdxTest.writeSet(folder);
        fuzz.damage(
                0.4, folder.resolve("train-images-idx3-ubyte"), () -> readAll(Idx.open(folder)));
        for (String name :
                List.of(
                        "train-labels-idx1-ubyte",
                        "t10k-images-idx3-ubyte.gz",
                        "t10k-labels-idx1-ubyte.gz")) {
            fuzz.damage(0.2, folder.resolve(name), () -> readAll(Idx.open(folder)));
        }
        fuzz.report();
    }

    @Test
    void cifar() throws IOException {
        Fuzz fuzz = new Fuzz("CIFAR, folder");
        Path batch = folder.resolve("data_batch_1.bin");
        Path names = folder.resolve("batches.meta.txt");
        Files.write(batch, CifarTest.records(1, 7, 9));
        Files.write(folder.resolve("test_batch.bin"), CifarTest.records(1, 0));
        Files.writeString(names, "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n");
        fuzz.damage(0.5, batch, () -> readAll(Cifar.open(folder)));
        fuzz.damage(0.5, names, () -> readAll(Cifar.open(folder)));
        fuzz.report();
    }

    @Test
    void cifarArchives() throws IOException {
        Fuzz fuzz = new Fuzz("CIFAR, tar.gz");
        Path archive = folder.resolve("cifar-10-binary.tar.gz");
        CifarTest.writeArchive(archive);
        byte[] tar = unzipped(archive);
        fuzz.damage(0.2, archive, () -> readAll(Cifar.open(archive)));
        // Damage below the gzip layer reaches the tar headers.
        fuzz.damage(0.8, archive, tar, IdxTest::gzip, () -> readAll(Cifar.open(archive)));
        fuzz.report();
    }

    @Test
    void jpeg() throws IOException {
        Fuzz fuzz = new Fuzz("JPEG");
        Path file = folder.resolve("picture");
        for (int type : List.of(BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY)) {
            for (boolean progressive : new boolean[] {false, true}) {
                Files.write(file, encoded(type, "jpg", progressive));
                fuzz.damage(0.25, file, () -> readPicture(file));
            }
        }
        fuzz.report();
    }

    @Test
    void png() throws IOException {
        Fuzz fuzz = new Fuzz("PNG");
        Path file = folder.resolve("picture");
        for (int type :
                List.of(
                        BufferedImage.TYPE_INT_RGB,
                        BufferedImage.TYPE_BYTE_GRAY,
                        BufferedImage.TYPE_BYTE_INDEXED,
                        BufferedImage.TYPE_BYTE_BINARY,
                        BufferedImage.TYPE_USHORT_GRAY)) {
            Files.write(file, encoded(type, "png", false));
            fuzz.damage(0.1, file, () -> readPicture(file));
            Files.write(file, encoded(type, "png", true));
            fuzz.damage(0.1, file, () -> readPicture(file));
        }
        fuzz.report();
    }

    @Test
    void imageFolders() throws IOException {
        Fuzz fuzz = new Fuzz("image folder");
        Path file = folder.resolve("a.jpg");
        Files.write(file, encoded(BufferedImage.TYPE_INT_RGB, "jpg", false));
        Files.write(folder.resolve("b.png"), encoded(BufferedImage.TYPE_BYTE_GRAY, "png", false));
        fuzz.damage(0.5, file, () -> readAll(ImageFolder.open(folder)));
        fuzz.damage(0.5, file, () -> readAll(ImageFolder.open(folder, 1)));
        fuzz.report();
    }

    @Test
    void wav() throws IOException {
        Fuzz fuzz = new Fuzz("WAV");
        Path file = folder.resolve("a.wav");
        byte[] data = new byte[960];
        for (int bits : new int[] {8, 16, 24, 32}) {
            Files.write(file, WavTest.wav(1, 2, 8_000, bits, data));
            fuzz.damage(0.15, file, () -> readWav(file));
        }
        for (int bits : new int[] {32, 64}) {
            Files.write(file, WavTest.wav(3, 1, 8_000, bits, data));
            fuzz.damage(0.2, file, () -> readWav(file));
        }
        fuzz.report();
    }

    @Test
    void wavFolders() throws IOException {
        Fuzz fuzz = new Fuzz("WAV, folder");
        Path file = folder.resolve("1_a_1.wav");
        byte[] sound = WavTest.wav(1, 1, 8_000, 16, new byte[960]);
        Files.write(file, sound);
        Files.write(folder.resolve("2_a_1.wav"), sound);
        fuzz.damage(1, file, () -> readAll(WavFolder.open(folder)));
        fuzz.report();
    }

    @Test
    void wavArchives() throws IOException {
        Fuzz fuzz = new Fuzz("WAV, tar.gz");
        Path archive = folder.resolve("sounds.tar.gz");
        byte[] sound = WavTest.wav(1, 1, 8_000, 16, new byte[960]);
        Files.write(archive, WavFolderTest.tarGz(Map.of("a/1.wav", sound, "b/2.wav", sound)));
        byte[] tar = unzipped(archive);
        fuzz.damage(0.2, archive, () -> readAll(WavFolder.open(archive)));
        fuzz.damage(0.8, archive, tar, IdxTest::gzip, () -> readAll(WavFolder.open(archive)));
        fuzz.report();
    }

    @Test
    void texts() throws IOException {
        Fuzz fuzz = new Fuzz("text");
        byte[] text =
                "First Citizen:\nGrüße, \ud83d\ude00 we'll have corn at 0.5!\n".getBytes(UTF_8);
        Path file = folder.resolve("text.txt");
        for (Fuzz.Packing packing : List.of((Fuzz.Packing) bytes -> bytes, IdxTest::gzip)) {
            fuzz.damage(
                    0.4,
                    file,
                    text,
                    packing,
                    () -> {
                        String read = Corpus.read(file).text();
                        WordTokenizer.of(read + " a b", 1, true).encode(read);
                        CharacterTokenizer.of(read + " a b").encode(read);
                    });
        }
        Files.write(file, IdxTest.gzip(text));
        fuzz.damage(0.2, file, () -> Corpus.read(file));
        fuzz.report();
    }

    @Test
    void citationNetworks() throws IOException {
        Fuzz fuzz = new Fuzz("citation network");
        CitationTest.writeSet(folder);
        for (String name : List.of("labels.tsv", "edges.tsv", "splits.tsv", "features.tsv.gz")) {
            fuzz.damage(0.2, folder.resolve(name), () -> readAll(Citation.open(folder)));
        }
        Path features = folder.resolve("features.tsv.gz");
        fuzz.damage(
                0.2,
                features,
                unzipped(features),
                IdxTest::gzip,
                () -> readAll(Citation.open(folder)));
        fuzz.report();
    }

    @Test
    void edgeLists() throws IOException {
        Fuzz fuzz = new Fuzz("edge list");
        Path file =
                Files.writeString(folder.resolve("edges.txt"), "# a triangle\na b\nb\tc\nc,a\n");
        byte[] text = Files.readAllBytes(file);
        fuzz.damage(0.5, file, () -> readAll(EdgeList.read(file)));
        fuzz.damage(0.25, file, text, IdxTest::gzip, () -> readAll(EdgeList.read(file)));
        Files.write(file, IdxTest.gzip(text));
        fuzz.damage(0.25, file, () -> readAll(EdgeList.read(file)));
        fuzz.report();
    }

    @Test
    void graphCollections() throws IOException {
        Fuzz fuzz = new Fuzz("graph collection");
        Path file = Files.writeString(folder.resolve("graphs.txt"), TuGraphsTest.TINY);
        byte[] text = Files.readAllBytes(file);
        fuzz.damage(0.5, file, () -> TuGraphs.open(file));
        fuzz.damage(0.25, file, text, IdxTest::gzip, () -> TuGraphs.open(file));
        Files.write(file, IdxTest.gzip(text));
        fuzz.damage(0.25, file, () -> TuGraphs.open(file));
        fuzz.report();
    }

    @Test
    void tokenizers() throws IOException {
        Fuzz fuzz = new Fuzz("tokenizer.json");
        Path file = folder.resolve("tokenizer.json");
        for (String model : TokenizerTest.MODELS) {
            Files.writeString(file, model);
            fuzz.damage(1.0 / TokenizerTest.MODELS.size(), file, () -> readTokenizer(file));
        }
        fuzz.report();
    }

    @Test
    void wordVectors() throws IOException {
        Fuzz fuzz = new Fuzz("word vectors");
        Path text = WordVectorsTest.resource("fasttext.vec", folder);
        fuzz.damage(0.25, text, () -> readVectors(WordVectors.readText(text)));
        fuzz.damage(
                0.25,
                text,
                Files.readAllBytes(text),
                IdxTest::gzip,
                () -> readVectors(WordVectors.readText(text)));
        Path binary = WordVectorsTest.resource("gensim.bin", folder);
        fuzz.damage(0.25, binary, () -> readVectors(WordVectors.readBinary(binary)));
        Files.write(binary, IdxTest.gzip(Files.readAllBytes(binary)));
        fuzz.damage(0.25, binary, () -> readVectors(WordVectors.readBinary(binary)));
        fuzz.report();
    }

    private static void readVectors(WordVectors vectors) {
        vectors.nearest(vectors.vector(0), 3);
    }

    @Test
    void subwordVectors() throws IOException {
        Fuzz fuzz = new Fuzz("fastText .bin");
        for (String name : List.of("fasttext.bin", "fasttext-cbow-hs.bin")) {
            Path file = WordVectorsTest.resource(name, folder);
            fuzz.damage(0.5, file, () -> SubwordVectors.read(file).vector("unseen"));
        }
        fuzz.report();
    }

    private static void readTokenizer(Path file) throws IOException {
        try (SubwordTokenizer tokenizer = SubwordTokenizer.open(file)) {
            int[] numbers = tokenizer.encode("a learning learner, zzz!");
            for (int i = 1; i < numbers.length; i++) {
                tokenizer.continuesWord(numbers[i - 1], numbers[i]);
            }
            tokenizer.decode(numbers);
        }
    }

    private static void readPicture(Path file) throws IOException {
        PictureFile.size(file);
        PictureFile.decode(file);
    }

    private static void readWav(Path file) throws IOException {
        Wav.header(file);
        Wav.read(file);
    }

    /** Noise as a picture file, some of it plain. */
    private static byte[] encoded(int type, String format, boolean progressive) throws IOException {
        BufferedImage picture = new BufferedImage(20, 20, type);
        picture.getGraphics().drawImage(ImageFolderTest.noise(16), 0, 0, null);
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setProgressiveMode(
                    progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static byte[] unzipped(Path file) throws IOException {
        try (GZIPInputStream in =
                new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
            return in.readAllBytes();
        }
    }

    private static <S> void readAll(DataSet<S> set) throws IOException {
        for (Samples<S> part : List.of(set.train(), set.test())) {
            for (int i = 0; i < part.size(); i++) {
                part.get(i);
            }
            part.labels();
        }
    }

    private static void readAll(NodeSet set) throws IOException {
        set.samples().get(0);
    }
}
