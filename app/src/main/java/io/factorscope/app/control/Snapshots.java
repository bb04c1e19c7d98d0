package io.factorscope.app.control;

import io.factorscope.app.theme.Theme;

import javafx.geometry.Dimension2D;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.paint.Color;
import javafx.scene.transform.Scale;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageIO;

/// Pictures of nodes without a screen: an off-stage scene, its pixels, a PNG file.
///
/// **Threads**: FX thread.
public final class Snapshots {
    private Snapshots() {}

    /// Dresses a root that is in no scene yet, lays it out at a size, and writes its picture.
    public static void write(Parent root, Dimension2D size, Theme theme, Path file)
            throws IOException {
        Scene scene = new Scene(root, size.getWidth(), size.getHeight());
        theme.apply(scene);
        write(scene, 1, file);
    }

    /// Writes a picture of a scene at a scale; 2 for fine print.
    public static void write(Scene scene, double scale, Path file) throws IOException {
        Parent root = scene.getRoot();
        layOut(root);
        SnapshotParameters parameters = new SnapshotParameters();
        parameters.setTransform(new Scale(scale, scale));
        parameters.setFill(Color.TRANSPARENT);
        parameters.setViewport(
                new Rectangle2D(0, 0, scene.getWidth() * scale, scene.getHeight() * scale));
        save(buffered(root.snapshot(parameters, null)), file);
    }

    private static void save(BufferedImage picture, Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        if (!ImageIO.write(picture, "png", file.toFile())) {
            throw new IOException("no PNG writer in this Java");
        }
    }

    /// Writes a picture of one node of a scene at a scale, on the scene's ground.
    public static void write(Node node, double scale, Path file) throws IOException {
        SnapshotParameters parameters = new SnapshotParameters();
        parameters.setTransform(new Scale(scale, scale));
        parameters.setFill(node.getScene().getFill());
        save(buffered(node.snapshot(parameters, null)), file);
    }

    /// Twice: skins are made in the first round and ask for another.
    private static void layOut(Parent root) {
        for (int round = 0; round < 2; round++) {
            root.applyCss();
            root.layout();
        }
    }

    private static BufferedImage buffered(Image image) {
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        int[] pixels = ((DataBufferInt) picture.getRaster().getDataBuffer()).getData();
        image.getPixelReader()
                .getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
        return picture;
    }
}
