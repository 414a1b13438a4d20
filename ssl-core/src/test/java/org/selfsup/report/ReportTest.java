package org.selfsup.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Image;
import org.selfsup.data.Labels;
import org.xml.sax.InputSource;

class ReportTest {

    private static final String EVIL = "<script>alert('x')</script> & \"quoted\" \u0000";

    @Test
    void everyTextIsEscaped() {
        BufferedImage dot = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        Curve curve = new Curve(EVIL, new double[] {1, 2}, new double[] {3, 4});
        String html =
                new Report(
                                EVIL,
                                EVIL,
                                EVIL,
                                List.of(
                                        new Section.Text(EVIL, List.of(EVIL)),
                                        new Section.Table(
                                                EVIL, List.of(EVIL), List.of(List.of(EVIL))),
                                        Section.Table.of(EVIL, Map.of(EVIL, Map.of(EVIL, EVIL))),
                                        new Section.Gallery(
                                                EVIL,
                                                EVIL,
                                                List.of(
                                                        new Section.Gallery.Row(
                                                                EVIL, List.of(dot)))),
                                        new Section.Chart(EVIL, EVIL, EVIL, List.of(curve)),
                                        new Section.Panels(EVIL, EVIL, EVIL, List.of(curve)),
                                        new Section.Matrix(
                                                EVIL, EVIL, List.of(EVIL), new double[][] {{1}}),
                                        new Section.Scatter(
                                                EVIL,
                                                EVIL,
                                                new double[][] {{0, 0}, {1, 1}},
                                                new Labels(new int[] {0, 0}, List.of(EVIL)))))
                        .html();
        assertThat(html)
                .doesNotContain("<script", "'x'", "\"quoted\"", "\u0000")
                .contains(
                        "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;quoted&quot;");
    }

    @Test
    void pageNeedsNothingElse() {
        String html = example().html();
        assertThat(html)
                .startsWith("<!DOCTYPE html>")
                .contains("width=device-width", "default-src 'none'")
                .doesNotContain("http://", "https://", "<script", "<link", "url(");
        Matcher source = Pattern.compile("src=\"([^\"]{0,15})").matcher(html);
        int pictures = 0;
        while (source.find()) {
            assertThat(source.group(1)).isEqualTo("data:image/png;");
            pictures++;
        }
        assertThat(pictures).isEqualTo(16);
    }

    @Test
    void drawingsAreWellFormed() throws Exception {
        Matcher drawing =
                Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(example().html());
        int drawings = 0;
        while (drawing.find()) {
            String svg = drawing.group();
            DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(svg)));
            assertThat(svg).doesNotContain("NaN", "Infinity");
            drawings++;
        }
        assertThat(drawings).isEqualTo(2);
    }

    @Test
    void picturesComeBackPixelForPixel() throws IOException {
        byte[] pixels = {0, 1, 2, 127, (byte) 128, (byte) 255};
        BufferedImage colour = decoded(Pictures.of(new Image(pixels, 1, 2, 3)));
        assertThat(colour.getRGB(0, 0) & 0xffffff).isEqualTo(0x000102);
        assertThat(colour.getRGB(1, 0) & 0xffffff).isEqualTo(0x7f80ff);
        BufferedImage grey = decoded(Pictures.of(new Image(pixels, 2, 3, 1)));
        assertThat(grey.getRGB(2, 1) & 0xffffff).isEqualTo(0xffffff);
        assertThat(grey.getRGB(0, 1) & 0xffffff).isEqualTo(0x7f7f7f);
    }

    @Test
    void planesAreScaledAndCut() {
        float[] planes = {-1, 0, 1, 9, 0.5f, Float.NaN};
        BufferedImage picture = Pictures.ofPlanes(planes, 3, 1, 2, 0, 1);
        assertThat(picture.getRGB(0, 0) & 0xffffff).isEqualTo(0x00ff80);
        assertThat(picture.getRGB(1, 0) & 0xffffff).isEqualTo(0x00ff00);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pictures.ofPlanes(planes, 2, 1, 3, 0, 1))
                .withMessageContaining("1 or 3 planes");
    }

    @Test
    void strangeCurvesAreDrawn() {
        double nan = Double.NaN;
        List<double[]> values =
                List.of(
                        new double[0],
                        new double[] {nan, nan},
                        new double[] {5},
                        new double[] {2, 2, 2},
                        new double[] {0, 0},
                        new double[] {1, nan, 3, Double.POSITIVE_INFINITY},
                        new double[] {-1e300, 1e300},
                        new double[] {1e-30, 2e-30},
                        new double[] {1e15, 1e15 + 1});
        for (double[] y : values) {
            double[] x = IntStream.range(0, y.length).asDoubleStream().toArray();
            String html =
                    new Report(
                                    "a",
                                    "b",
                                    "c",
                                    List.of(
                                            new Section.Chart(
                                                    "d", "", "", List.of(new Curve("e", x, y)))))
                            .html();
            String svg = html.substring(html.indexOf("<svg"), html.indexOf("</svg>"));
            assertThat(svg).doesNotContain("NaN", "Infinity").hasSizeLessThan(4_000);
        }
    }

    @Test
    void longRunsMakeSmallReports() {
        int n = 200_000;
        double[] x = IntStream.range(0, n).asDoubleStream().toArray();
        double[] y = new SplittableRandom(1).doubles(n).toArray();
        double[][] points = new double[n][];
        Arrays.setAll(points, i -> new double[] {y[i], y[n - 1 - i]});
        String html =
                new Report(
                                "a",
                                "b",
                                "c",
                                List.of(
                                        new Section.Chart(
                                                "d", "", "", List.of(new Curve("e", x, y))),
                                        new Section.Scatter(
                                                "f",
                                                "",
                                                points,
                                                new Labels(new int[n], List.of("g")))))
                        .html();
        assertThat(html).hasSizeLessThan(150_000);
    }

    @Test
    void ticksAreRoundNumbersWithin() {
        assertThat(new Plot.Range(0, 100).ticks(5)).containsExactly(0., 20., 40., 60., 80., 100.);
        assertThat(new Plot.Range(3.1, 4.4).ticks(5)).hasSizeBetween(3, 7);
        assertThat(new Plot.Range(-1e9, 1e9).ticks(5)).contains(0.).hasSizeBetween(4, 8);
        assertThat(Plot.number(0.30000000000000004)).isEqualTo("0.3");
        assertThat(Plot.number(20_000)).isEqualTo("20000");
        assertThat(Plot.number(2.5e-7)).isEqualTo("2.5e-07");
        assertThat(Plot.number(-1e9)).isEqualTo("-1e+09");
        assertThat(Plot.number(-0.0)).isEqualTo("0");
    }

    @Test
    void everyPanelHasACurveAndItsName() {
        Curve rising = new Curve("rising", new double[] {0, 1}, new double[] {3, 4});
        Curve falling = new Curve("falling", new double[] {0, 1}, new double[] {900, 800});
        String html = html(new Section.Panels("p", "both", "step", List.of(rising, falling)));
        assertThat(html.split("<svg", -1)).hasSize(1 + 2);
        assertThat(html)
                .contains(">rising</div>", ">falling</div>", "<figcaption>both</figcaption>")
                .as("axes of their own")
                .contains(">3.5<", ">850<");
    }

    @Test
    void matrixShowsPerCentAndLeavesNothingEmpty() {
        String html =
                html(
                        new Section.Matrix(
                                "m",
                                "",
                                List.of("cat", "dog"),
                                new double[][] {{0.996, 0.004}, {0.25, 0.75}}));
        assertThat(html)
                .containsSubsequence(
                        "<th>cat</th>",
                        "<th>dog</th>",
                        "<th>cat</th>",
                        "--share:100\">100</td>",
                        "--share:0\"></td>",
                        "<th>dog</th>",
                        "--share:25\">25</td>",
                        "--share:75\">75</td>");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Section.Matrix("m", "", List.of("a"), new double[2][1]))
                .withMessage("Matrix \"m\" has 1 names, but 2 rows, one of 1 columns");
    }

    private static String html(Section section) {
        return new Report("a", "b", "c", List.of(section)).html();
    }

    @Test
    void everyClassHasItsOwnColour() {
        for (int classes : new int[] {1, 10, 11, 100}) {
            assertThat(IntStream.range(0, classes).mapToObj(c -> Plot.color(c, classes)))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void columnsOfATextTableAreAligned() {
        Section.Table table =
                new Section.Table(
                        "",
                        List.of("a", "long"),
                        List.of(List.of("name", "1"), List.of("b", "22")));
        assertThat(table.text().lines()).containsExactly("a     long", "name     1", "b       22");
    }

    @Test
    void sizesThatDoNotFitAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Curve("loss", new double[2], new double[3]))
                .withMessageContaining("2 places, but 3 values");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new Section.Table(
                                        "t", List.of("a", "b"), List.of(List.of("only one"))))
                .withMessageContaining("has 2 columns, but a row of 1");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new Section.Scatter(
                                        "s",
                                        "",
                                        new double[][] {{1, 2, 3}},
                                        new Labels(new int[1], List.of("a"))))
                .withMessageContaining("2 coordinates, not 3");
    }

    private static BufferedImage decoded(BufferedImage picture) throws IOException {
        String uri = Html.dataUri(picture);
        byte[] png = Base64.getDecoder().decode(uri.substring(uri.indexOf(',') + 1));
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    /** A report as a run of SimCLR makes it. */
    static Report example() {
        var random = new SplittableRandom(1);
        int steps = 2_000;
        double[] x = IntStream.range(0, steps).asDoubleStream().map(i -> 10 * i).toArray();
        double[] y = new double[steps];
        Arrays.setAll(y, i -> 3.9 + 1.5 * Math.exp(-i / 200.0) + 0.1 * random.nextGaussian());
        int[] of = random.ints(1_500, 0, 10).toArray();
        double[][] points = new double[of.length][];
        Arrays.setAll(
                points,
                i ->
                        new double[] {
                            6 * Math.cos(of[i] * 0.63) + 1.3 * random.nextGaussian(),
                            3 * Math.sin(of[i] * 0.63) + random.nextGaussian()
                        });
        Labels labels =
                new Labels(
                        of,
                        List.of(
                                "airplane",
                                "automobile",
                                "bird",
                                "cat",
                                "deer",
                                "dog",
                                "frog",
                                "horse",
                                "ship",
                                "truck"));
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("method", "simclr");
        config.put("data", "cifar10:/data/cifar-10-batches-bin");
        config.put("encoder", Map.of("name", "convnet", "width", 32));
        config.put("batch", 128);
        config.put("fingerprint", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f0");
        return new Report(
                "SimCLR",
                "CIFAR-10: 50,000 training and 10,000 test images, 32 x 32, 10 classes",
                "A linear classifier on the learnt features is right for 57.2 % of the test images,"
                        + " on those of the same encoder untrained for 42.5 %.",
                List.of(
                        new Section.Table(
                                "Result",
                                List.of("Probe", "Trained", "Untrained"),
                                List.of(
                                        List.of("linear", "57.2 %", "42.5 %"),
                                        List.of("k-NN", "50.5 %", "32.9 %"))),
                        new Section.Chart(
                                "Loss",
                                "NT-Xent, temperature 0.5.",
                                "step",
                                List.of(new Curve("loss", x, y))),
                        new Section.Gallery(
                                "What the encoder sees",
                                "Eight images, each seen twice.",
                                List.of(row("First view", 1), row("Second view", 2))),
                        new Section.Scatter(
                                "Features of the test images",
                                "The first two principal components, 38 % and 14 % of the"
                                        + " variance.",
                                points,
                                labels),
                        Section.Table.of("Configuration", config)));
    }

    private static Section.Gallery.Row row(String label, int phase) {
        List<BufferedImage> pictures =
                IntStream.range(0, 8)
                        .mapToObj(
                                k -> {
                                    float[] planes = new float[3 * 32 * 32];
                                    for (int i = 0; i < planes.length; i++) {
                                        int column = i % 32;
                                        int row = i / 32 % 32;
                                        int plane = i / 1024;
                                        double wave = column * 0.1 * (k + phase) + row * 0.2;
                                        planes[i] = (float) Math.sin(wave + plane);
                                    }
                                    return Pictures.ofPlanes(planes, 3, 32, 32, -1, 1);
                                })
                        .toList();
        return new Section.Gallery.Row(label, pictures);
    }
}
