"""Names of places as people say them, and a region that stands alone for the department that is held there."""

import pytest

from qa.bodies import body_forms
from qa.regions import called


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("楚雄彝族自治州", {"楚雄彝族自治州", "楚雄州", "楚雄"}),
        ("双江拉祜族佤族布朗族傣族自治县", {"双江县", "双江"}),
        ("巴音郭楞蒙古自治州", {"巴音郭楞州", "巴音郭楞"}),
        ("石家庄市", {"石家庄市", "石家庄"}),
    ],
)
def test_a_region_is_called_by_its_name_without_its_peoples(printed, said):
    assert said <= set(called(printed))


@pytest.mark.parametrize(
    ("body", "short"), [("残疾人联合会", "残联"), ("科学技术协会", "科协"), ("疾病预防控制中心", "疾控中心"), ("人民法院", "法院"), ("民族宗教事务委员会", "民宗委")]
)
def test_unions_courts_and_centres_have_their_short_names(body, short):
    assert short in body_forms(body, body)
