-- A small course, with ids that documentation and tests may name:
--   course   0c000000-0000-4000-8000-000000000001
--   lectures 1e000000-0000-4000-8000-00000000000N, N from 1 to 6
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM freshet.installed WHERE kind = 'table' AND name = 'public.lectures' AND pack = 'demo') THEN
        RETURN;
    END IF;

    INSERT INTO public.courses (id, title) VALUES ('0c000000-0000-4000-8000-000000000001', 'How Rivers Work');

    INSERT INTO public.lectures (id, course_id, position, title, content) VALUES
    ('1e000000-0000-4000-8000-000000000001', '0c000000-0000-4000-8000-000000000001', 1, 'Where a river begins',
$text$A river rarely has one beginning. Rain that falls on a hillside does one of three things: it evaporates, it runs off over the surface, or it sinks in. What sinks in fills the pores of soil and rock until it meets a layer that does not let it pass, such as clay. There it gathers as groundwater and creeps sideways, often only a few metres a day, until the slope cuts into it and the water comes out: a spring.

Springs are why rivers flow between rains. In a dry summer almost all the water in a stream has been underground, some of it for years. Hydrologists call this share the base flow.

The land that drains to one point is that point's catchment. Its edge, the watershed, follows the ridges: of two raindrops that fall a hand's breadth apart on a ridge, one may reach the North Sea and the other the Black Sea.$text$),
    ('1e000000-0000-4000-8000-000000000002', '0c000000-0000-4000-8000-000000000001', 2, 'How fast water flows',
$text$Gravity pulls the water down; friction with the bed and the banks holds it back. Speed is where the two balance. A steeper slope makes a river faster, a rough bed makes it slower, and depth makes it faster, because in deep water a smaller share touches the bed. This is why a flood runs faster than the same river at low water.

Within one cross-section the speed differs too. It is least at the bed and the banks and greatest in the middle, a little below the surface, for the air holds the surface back as well.

Discharge is the volume that passes in a second: width times mean depth times mean speed. A brook may carry 0.1 cubic metres a second, the Rhine at Cologne about 2,000, the Amazon at its mouth about 200,000.$text$),
    ('1e000000-0000-4000-8000-000000000003', '0c000000-0000-4000-8000-000000000001', 3, 'What a river carries',
$text$A river is a conveyor of stone. It carries its load in three ways. Dissolved matter, such as lime and salt, travels invisibly in the water. Clay and silt float in suspension and make the water brown. Sand and gravel roll and hop along the bed as bed load, mostly during floods.

Fast water can carry larger grains. Oddly, clay is harder to lift than sand although its grains are smaller: they stick together. Once lifted, though, clay stays afloat in water that is almost still.

Where the river slows down it drops its load, the largest grains first. So a river sorts: boulders in the mountains, gravel at their foot, sand on the plain, mud in the sea.$text$),
    ('1e000000-0000-4000-8000-000000000004', '0c000000-0000-4000-8000-000000000001', 4, 'Why rivers bend',
$text$A straight river does not stay straight. Any small disturbance makes one bank take more of the current than the other. In the bend that begins to form, the water at the surface is thrown towards the outer bank and returns along the bed towards the inner one: a slow corkscrew. It eats the outer bank away and lays the sand down on the inner bank, in a point bar. So the bend grows, and the river turns into a row of loops, called meanders.

Two neighbouring loops may come so close that a flood cuts through the neck between them. The river takes the short way and the old loop stays behind as an oxbow lake.

The distance from one meander to the next is about eleven times the width of the channel, for brooks in a meadow and for the Mississippi alike.$text$),
    ('1e000000-0000-4000-8000-000000000005', '0c000000-0000-4000-8000-000000000001', 5, 'Floods',
$text$A flood is a river using its whole bed, of which the flood plain is a part. Water leaves the channel, slows down among grass and trees, and drops fine mud: this is why flood plains are fertile, and why people live there.

How high a flood rises depends on how quickly the rain arrives at one place. Forest, loose soil and winding brooks hold water back and make the wave long and low. Roofs, roads and straightened channels send it down at once and make the wave short and high, although it is the same rain.

A hundred-year flood is not one that comes every hundred years. It is one that has a chance of one in a hundred in every single year; within thirty years the chance to see one is about 26 percent.$text$),
    ('1e000000-0000-4000-8000-000000000006', '0c000000-0000-4000-8000-000000000001', 6, 'Where a river ends',
$text$At its mouth a river meets standing water and loses its slope, its speed and with them its load. If waves and tides carry the sand away faster than it arrives, the mouth widens into an estuary, like that of the Thames. If it arrives faster, the river builds land into the sea and divides into arms around its own deposits: a delta, like that of the Nile.

In an estuary fresh water floats over the heavier salt water. The border between the two moves in and out with the tide, and along it fine mud clumps together and sinks.

Some rivers never reach the sea. The Okavango spreads out in the Kalahari and evaporates there; 95 percent of its water goes into the air.$text$);
END
$$;
