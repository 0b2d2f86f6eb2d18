"""The networks of pix2pix: the numbers of the paper, any size, no checkerboard."""

from pathlib import Path

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine.errors import BadWeights
from engine.nn.patchgan import CriticShape, PatchGAN
from engine.nn.translator import read_unet, write_unet
from engine.nn.unet import UNet, UNetShape, doubled

SMALL = UNetShape(width=4, levels=4)


def count(network: nn.Module) -> int:
    return sum(weight.numel() for weight in network.parameters())


@pytest.mark.parametrize(
    ("shape", "parameters"),
    [
        (UNetShape(transposed=True), 54_413_955),
        (UNetShape(1, 2, transposed=True), 54_409_858),
        (UNetShape(levels=7, transposed=True), 41_828_995),
    ],
)
def test_the_paper_s_u_net_has_the_paper_s_parameters(shape: UNetShape, parameters: int) -> None:
    with torch.device("meta"):
        assert count(UNet(shape)) == parameters


def test_the_way_down_ends_at_one_pixel() -> None:
    with torch.device("meta"):
        network = UNet(UNetShape(transposed=True))
        x, sizes = torch.empty(1, 3, 256, 256), []
        for down in network.down:
            x = down(x)
            sizes.append((x.shape[1], x.shape[2]))
    assert sizes == [(64, 128), (128, 64), (256, 32), *((512, side) for side in (16, 8, 4, 2, 1))]


@pytest.mark.parametrize(("channels", "parameters"), [(6, 2_768_705), (3, 2_765_633)])
def test_the_critic_has_the_paper_s_parameters(channels: int, parameters: int) -> None:
    critic = PatchGAN(CriticShape(channels))
    assert count(critic) == parameters
    assert critic(torch.zeros(1, channels, 256, 256)).shape == (1, 1, 30, 30)


@pytest.mark.parametrize(("layers", "field"), [(1, 16), (2, 34), (3, 70), (5, 286)])
def test_one_answer_of_the_critic_is_about_a_patch(layers: int, field: int) -> None:
    critic = PatchGAN(CriticShape(1, 4, layers)).eval()
    with torch.no_grad():
        for weight in critic.parameters():
            weight.fill_(0.01)  # nothing cancels, so the gradient reaches whatever is seen
    picture = torch.full((1, 1, 2 * field, 2 * field), 0.6, requires_grad=True)
    answers = critic(picture)
    answers[0, 0, answers.shape[2] // 2, answers.shape[3] // 2].backward()
    assert picture.grad is not None
    rows = picture.grad[0, 0].abs().sum(1).nonzero()
    assert int(rows.max() - rows.min()) + 1 == field


@pytest.mark.parametrize("size", [(16, 16), (3, 5), (1, 90), (33, 47)])
def test_any_size_comes_back(size: tuple[int, int]) -> None:
    with torch.no_grad():
        painted = UNet(SMALL).eval()(torch.rand(2, 3, *size))
    assert painted.shape == (2, 3, *size)
    assert 0 <= float(painted.min()) <= float(painted.max()) <= 1


def test_a_picture_that_fits_the_grid_is_not_touched_by_padding() -> None:
    picture = torch.rand(1, 3, 32, 48)
    assert torch.equal(UNet(SMALL).padded(picture), picture)
    assert UNet(SMALL).padded(picture[..., 1:, 1:]).shape == picture.shape


def test_repeating_pixels_and_convolving_is_one_transposed_convolution() -> None:
    picture, kernel = torch.randn(2, 5, 9, 8), torch.randn(5, 4, 3, 3)
    convolved = F.conv2d(F.interpolate(picture, scale_factor=2.0), kernel.transpose(0, 1).flip(2, 3), padding=1)
    at_once = F.conv_transpose2d(picture, doubled(kernel), stride=2, padding=1)
    torch.testing.assert_close(at_once, convolved, atol=1e-5, rtol=1e-5)


def checkerboard(transposed: bool) -> float:
    """Energy at the finest frequency that a fresh network adds to an even picture, as a share of all."""
    network = UNet(UNetShape(width=8, levels=4, transposed=transposed), torch.Generator().manual_seed(3)).eval()
    with torch.no_grad():
        painted = network(torch.full((1, 3, 128, 128), 0.7))[..., 32:96, 32:96]  # far from the border
    power = torch.fft.fft2(painted - painted.mean((2, 3), keepdim=True)).abs().square().sum((0, 1))
    finest = power[32, :].sum() + power[:, 32].sum()
    return float(finest / painted.square().sum())


def test_a_fresh_network_paints_no_checkerboard_where_the_transposed_one_does() -> None:
    assert checkerboard(transposed=False) < 1e-3 * checkerboard(transposed=True)


def test_the_same_generator_gives_the_same_network() -> None:
    first, second = (UNet(SMALL, torch.Generator().manual_seed(5)) for _ in range(2))
    assert all(torch.equal(a, b) for a, b in zip(first.parameters(), second.parameters(), strict=True))


def test_a_network_survives_its_file_and_other_files_are_refused(tmp_path: Path) -> None:
    network = UNet(SMALL).eval()
    network(torch.rand(1, 3, 32, 32))
    write_unet(network, tmp_path / "net.safetensors", {"made_by": "a test"})
    again, told = read_unet(tmp_path / "net.safetensors")
    picture: Tensor = torch.rand(1, 3, 32, 32)
    torch.testing.assert_close(again(picture), network(picture), atol=1e-2, rtol=0)
    assert told["made_by"] == "a test"
    (tmp_path / "other.safetensors").write_bytes(b"no network")
    with pytest.raises(BadWeights):
        read_unet(tmp_path / "other.safetensors")
