"""The transform network: looks, blends, strength, sizes. Random weights suffice: nothing here is about beauty."""

from pathlib import Path

import pytest
import torch
from torch import Tensor

from engine.errors import BadWeights
from engine.nn.looks import Style, read_network, save_network
from engine.nn.transform import Shape, TransformNet, normalized, numbers_of_a_look, padded

SLIM = Shape(width=4, blocks=2)


@pytest.fixture
def network() -> TransformNet:
    """Two styles that differ."""
    generator = torch.Generator().manual_seed(0)
    network = TransformNet(2, SLIM, generator).requires_grad_(False)
    network.looks[1:] += 0.3 * torch.randn(network.looks[1:].shape, generator=generator)
    return network


def photo(height: int = 32, width: int = 40, count: int = 1) -> Tensor:
    return torch.rand(count, 3, height, width, generator=torch.Generator().manual_seed(height * width))


@pytest.mark.parametrize("size", [(32, 40), (33, 41), (16, 250), (251, 17)])
def test_a_painting_has_exactly_the_size_of_its_photo(network: TransformNet, size: tuple[int, int]) -> None:
    assert network(photo(*size), network.blend([1.0])).shape == (1, 3, *size)


def test_without_strength_the_photo_comes_back(network: TransformNet) -> None:
    torch.testing.assert_close(network(photo(), network.blend([1.0, 1.0], strength=0.0)), photo())


def test_strength_leads_away_from_the_photo(network: TransformNet) -> None:
    far = [float((network(photo(), network.blend([1.0], s)) - photo()).abs().mean()) for s in (0.0, 0.2, 1.0)]
    assert far[0] < far[1] < far[2]


def test_a_blend_lies_between_its_styles_and_only_proportions_count(network: TransformNet) -> None:
    torch.testing.assert_close(network.blend([1.0, 3.0]), (network.looks[1:2] + 3 * network.looks[2:3]) / 4)
    assert torch.equal(network.blend([2.0, 0.0]), network.looks[1:2])


def test_pictures_of_a_batch_are_painted_as_if_each_were_alone(network: TransformNet) -> None:
    photos = photo(count=3)
    looks = torch.cat([network.blend([1.0]), network.blend([0.0, 1.0]), network.blend([1.0, 1.0], 0.5)])
    alone = torch.cat([network(one[None], look[None]) for one, look in zip(photos, looks, strict=True)])
    torch.testing.assert_close(network(photos, looks), alone, rtol=1e-4, atol=1e-5)


def test_black_and_white_can_be_reached(network: TransformNet) -> None:
    look = network.blend([1.0])
    look[:, -9:] = torch.tensor([0.0, 0.0, 0.0, 9.0, -9.0, 9.0, 0.0, 0.0, 0.0])  # scale, shift and gate
    painted = network(photo(), look)[0].clamp(0, 1)
    assert torch.equal(painted.amin(dim=(1, 2)), torch.tensor([1.0, 0.0, 1.0]))


def test_a_flat_photo_gets_no_border(network: TransformNet) -> None:
    """Reflection: beyond the border of a flat picture there is more of the same."""
    painted = network(torch.full((1, 3, 32, 32), 0.4), network.blend([1.0]))
    assert float(painted.std(dim=(2, 3)).max()) < 1e-4


def test_normalizing_gives_the_deviation_and_mean_of_the_look() -> None:
    found = normalized(photo(count=2), (torch.full((2, 3, 1, 1), 2.0), torch.full((2, 3, 1, 1), 5.0)))
    torch.testing.assert_close(found.mean(dim=(2, 3)), torch.full((2, 3), 5.0))
    torch.testing.assert_close(found.std(dim=(2, 3), correction=0), torch.full((2, 3), 2.0), rtol=1e-3, atol=0)


def test_padding_only_adds(network: TransformNet) -> None:
    grown = padded(photo(33, 41))
    assert grown.shape[2:] == (36, 44)
    assert torch.equal(grown[..., :33, :41], photo(33, 41))


def test_the_usual_network_is_slim() -> None:
    network = TransformNet(30)
    assert sum(weight.numel() for weight in network.convolutions.parameters()) < 450_000
    assert network.looks.shape == (31, numbers_of_a_look(Shape()))


def test_a_file_keeps_the_network_and_whose_pictures_it_learned(tmp_path: Path, network: TransformNet) -> None:
    styles = (Style("scream", "The Scream", "Edvard Munch", "1893"), Style("batik", "Batik"))
    save_network(network, styles, tmp_path / "net.safetensors", {"seed": "0"})
    read = read_network(tmp_path / "net.safetensors")
    assert [style.credit for style in read.styles] == ["The Scream (Edvard Munch, 1893)", "Batik"]
    look = network.blend([1.0, 1.0], 0.7)
    torch.testing.assert_close(read.network(photo(), look), network(photo(), look), rtol=0, atol=2e-2)


def test_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "net.safetensors").write_bytes(b"no weights")
    with pytest.raises(BadWeights, match=r"net\.safetensors"):
        read_network(tmp_path / "net.safetensors")
